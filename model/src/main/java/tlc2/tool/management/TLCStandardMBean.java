package tlc2.tool.management;

import javax.management.NotCompliantMBeanException;
import javax.management.StandardMBean;
import tlc2.TLCGlobals;

/**
 * Stands in the place of TLC's class of this name, in the class loaders that its runs have: ours are asked
 * first. TLC's registers each table of a run with the Java machine's one JMX server, by names that are the
 * same in every run; so of two runs at once the second would complain on standard error, and what the first
 * left behind would keep its classes alive. This one registers nothing. Nobody watches our runs by JMX.
 */
public abstract class TLCStandardMBean extends StandardMBean {
    protected TLCStandardMBean(Class<?> type) throws NotCompliantMBeanException {
        super(type);
    }

    public String getVersion() {
        return TLCGlobals.versionOfTLC;
    }

    public String getRevision() {
        return TLCGlobals.getRevision() == null ? "N/A" : TLCGlobals.getRevision();
    }

    protected boolean registerMBean(String name) {
        return false;
    }

    public boolean unregister() {
        return false;
    }
}
