package org.tlalloc.paging;

/**
 * What a mapping permits, and what an access wants.
 *
 * @param write to write, not only to read
 * @param user  in user mode, not only in the kernel's
 */
public record Permission(boolean write, boolean user) {
    public static final Permission KERNEL_READ = new Permission(false, false);
    public static final Permission KERNEL_WRITE = new Permission(true, false);
    public static final Permission USER_READ = new Permission(false, true);
    public static final Permission USER_WRITE = new Permission(true, true);
}
