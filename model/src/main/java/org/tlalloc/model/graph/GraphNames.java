package org.tlalloc.model.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tlalloc.model.value.Value;
import org.tlalloc.model.value.ValueCodec;

/** A header with its values decoded. */
record GraphNames(String spec, Map<String, Value> constants, List<String> variables,
                  List<ActionInstance> actions) {

    static GraphNames of(GraphHeader header) {
        Map<String, Value> constants = new LinkedHashMap<>();
        header.constants().forEach((name, value) -> constants.put(name, ValueCodec.decode(value)));
        List<ActionInstance> actions = new ArrayList<>(header.instances().size());
        for (GraphHeader.Instance instance : header.instances()) {
            actions.add(new ActionInstance(header.signatures().get(instance.signature()),
                    instance.arguments().stream().map(ValueCodec::decode).toList(),
                    instance.result() == null ? null : ValueCodec.decode(instance.result())));
        }
        return new GraphNames(header.spec(), constants, header.variables(), actions);
    }
}
