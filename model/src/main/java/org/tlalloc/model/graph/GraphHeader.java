package org.tlalloc.model.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands at the head of a graph file: names, and the action instances that
 * the transitions refer to by number. Values are in their canonical bytes.
 *
 * @param spec      the specification's module
 * @param constants name to value, in the order of declaration
 * @param variables names, ascending: the order in which a state's bytes hold them
 * @param instances numbered from 0
 */
public record GraphHeader(String spec, Map<String, byte[]> constants, List<String> variables,
                          List<ActionSignature> signatures, List<Instance> instances) {

    /** Marks the file, and the version of its format. */
    static final long MAGIC = 0x746c_616c_6c6f_6331L; // "tlalloc1"

    /**
     * @param signature an index into {@link GraphHeader#signatures()}
     * @param result    null where the signature has none
     */
    public record Instance(int signature, List<byte[]> arguments, byte[] result) {
    }

    byte[] encoded() {
        Octets out = new Octets();
        out.text(spec);
        out.int32(constants.size());
        constants.forEach((name, value) -> {
            out.text(name);
            out.block(value);
        });
        out.int32(variables.size());
        variables.forEach(out::text);
        out.int32(signatures.size());
        for (ActionSignature signature : signatures) {
            out.text(signature.name());
            out.text(signature.kind().name());
            out.int32(signature.hasResult() ? 1 : 0);
            out.int32(signature.parameters().size());
            signature.parameters().forEach(out::text);
        }
        out.int32(instances.size());
        for (Instance instance : instances) {
            out.int32(instance.signature());
            instance.arguments().forEach(out::block);
            if (instance.result() != null) {
                out.block(instance.result());
            }
        }
        return out.toByteArray();
    }

    static GraphHeader decode(Octets in) {
        String spec = in.text();
        Map<String, byte[]> constants = new LinkedHashMap<>();
        for (int n = in.int32(); n > 0; n--) {
            String name = in.text();
            constants.put(name, in.block());
        }
        List<String> variables = new ArrayList<>();
        for (int n = in.int32(); n > 0; n--) {
            variables.add(in.text());
        }
        List<ActionSignature> signatures = new ArrayList<>();
        for (int n = in.int32(); n > 0; n--) {
            signatures.add(signature(in));
        }
        List<Instance> instances = new ArrayList<>();
        for (int n = in.int32(); n > 0; n--) {
            int number = in.int32();
            ActionSignature signature = signatures.get(number);
            List<byte[]> arguments = new ArrayList<>();
            for (int i = 0; i < signature.parameters().size(); i++) {
                arguments.add(in.block());
            }
            instances.add(new Instance(number, arguments, signature.hasResult() ? in.block() : null));
        }
        return new GraphHeader(spec, constants, variables, signatures, instances);
    }

    private static ActionSignature signature(Octets in) {
        String name = in.text();
        StepKind kind = StepKind.valueOf(in.text());
        boolean hasResult = in.int32() != 0;
        List<String> parameters = new ArrayList<>();
        for (int n = in.int32(); n > 0; n--) {
            parameters.add(in.text());
        }
        return new ActionSignature(name, kind, parameters, hasResult);
    }
}
