package org.tlalloc.model.tlc;

import org.tlalloc.model.value.BoolValue;
import org.tlalloc.model.value.FunctionValue;
import org.tlalloc.model.value.ModelValue;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.StringValue;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;
import org.tlalloc.model.value.ValueEncoder;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.ValueVec;

/** TLC's values as canonical bytes, and canonical bytes as TLC's values. */
final class TlcValues {
    private TlcValues() {
    }

    /** Whether the value can be written down; {@code Nat} cannot. */
    static boolean isFinite(Object value) {
        try {
            encode(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static byte[] encode(Object value) {
        ValueEncoder encoder = new ValueEncoder();
        encode((tlc2.value.impl.Value) value, encoder);
        return encoder.toByteArray();
    }

    static void encode(tlc2.value.impl.Value value, ValueEncoder to) {
        if (value instanceof IntValue number) {
            to.integer(number.val);
        } else if (value instanceof FcnRcdValue function) {
            encodeFunction(function, to);
        } else if (value instanceof SetEnumValue set) {
            encodeSet(set, to);
        } else if (value instanceof IntervalValue interval) {
            encodeInterval(interval, to);
        } else if (value instanceof tlc2.value.impl.BoolValue bool) {
            to.bool(bool.val);
        } else if (value instanceof TupleValue tuple) {
            encodeTuple(tuple, to);
        } else if (value instanceof RecordValue record) {
            encodeRecord(record, to);
        } else if (value instanceof tlc2.value.impl.StringValue string) {
            to.string(string.val.toString());
        } else if (value instanceof tlc2.value.impl.ModelValue model) {
            to.modelValue(model.val.toString());
        } else {
            encodeLazy(value, to);
        }
    }

    /* Values that TLC has not enumerated yet: unions, comprehensions, lambdas. */
    private static void encodeLazy(tlc2.value.impl.Value value, ValueEncoder to) {
        tlc2.value.impl.Value plain = value.toSetEnum();
        if (plain == null) {
            plain = value.toFcnRcd();
        }
        if (plain == null) {
            throw new IllegalArgumentException("a value of kind " + value.getKindString()
                    + " has no finite form: " + value);
        }
        encode(plain, to);
    }

    private static void encodeSet(SetEnumValue set, ValueEncoder to) {
        set.normalize();
        to.beginSet();
        ValueVec elements = set.elems;
        for (int i = 0; i < elements.size(); i++) {
            to.member();
            encode(elements.elementAt(i), to);
        }
        to.endSet();
    }

    private static void encodeInterval(IntervalValue interval, ValueEncoder to) {
        to.beginSet();
        for (int i = interval.low; i <= interval.high; i++) {
            to.member();
            to.integer(i);
        }
        to.endSet();
    }

    private static void encodeFunction(FcnRcdValue function, ValueEncoder to) {
        to.beginFunction();
        if (function.intv != null) {
            for (int i = 0; i < function.values.length; i++) {
                to.member();
                to.integer(function.intv.low + i);
                encode(function.values[i], to);
            }
        } else {
            for (int i = 0; i < function.values.length; i++) {
                to.member();
                encode(function.domain[i], to);
                encode(function.values[i], to);
            }
        }
        to.endFunction();
    }

    private static void encodeTuple(TupleValue tuple, ValueEncoder to) {
        to.beginFunction();
        for (int i = 0; i < tuple.elems.length; i++) {
            to.member();
            to.integer(i + 1);
            encode(tuple.elems[i], to);
        }
        to.endFunction();
    }

    private static void encodeRecord(RecordValue record, ValueEncoder to) {
        to.beginFunction();
        for (int i = 0; i < record.names.length; i++) {
            to.member();
            to.string(record.names[i].toString());
            encode(record.values[i], to);
        }
        to.endFunction();
    }

    static tlc2.value.impl.Value decode(byte[] bytes) {
        return toTlc(ValueCodec.decode(bytes));
    }

    private static tlc2.value.impl.Value toTlc(Value value) {
        if (value instanceof org.tlalloc.model.value.IntValue number) {
            return IntValue.gen(number.value());
        }
        if (value instanceof BoolValue bool) {
            return new tlc2.value.impl.BoolValue(bool.value());
        }
        if (value instanceof StringValue string) {
            return new tlc2.value.impl.StringValue(string.value());
        }
        if (value instanceof ModelValue model) {
            return tlc2.value.impl.ModelValue.make(model.name());
        }
        if (value instanceof SetValue set) {
            ValueVec elements = new ValueVec();
            set.elements().forEach(element -> elements.addElement(toTlc(element)));
            return new SetEnumValue(elements, false);
        }
        FunctionValue function = (FunctionValue) value;
        tlc2.value.impl.Value[] values = function.values().stream()
                .map(TlcValues::toTlc).toArray(tlc2.value.impl.Value[]::new);
        if (function.isTuple()) {
            return new TupleValue(values);
        }
        if (function.isRecord()) {
            util.UniqueString[] names = function.keys().stream()
                    .map(key -> util.UniqueString.uniqueStringOf(((StringValue) key).value()))
                    .toArray(util.UniqueString[]::new);
            return new RecordValue(names, values, false);
        }
        tlc2.value.impl.Value[] keys = function.keys().stream()
                .map(TlcValues::toTlc).toArray(tlc2.value.impl.Value[]::new);
        return new FcnRcdValue(keys, values, false);
    }
}
