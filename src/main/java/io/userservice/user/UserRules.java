package io.userservice.user;

import java.util.regex.Pattern;

/** What an e-mail address and a name are. Pure. */
final class UserRules {

    private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";

    /**
     * RFC 5321 section 4.1.2 without quoted local parts and address literals; dots may stand anywhere in the local part, as
     * they do in addresses that are in use, and letters need not be ASCII (RFC 6531).
     */
    private static final Pattern EMAIL = Pattern.compile(
            "(?=.{1,254}$)[^@\\s\\p{Z}\\p{Cc}\\p{Cs}\"(),:;<>\\[\\]\\\\]{1,64}@" + LABEL + "(?:\\." + LABEL + ")*");

    /** Lone surrogates have no UTF-8 form, and PostgreSQL refuses NUL. A regex counts code points, not chars. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,200}");

    private static final Pattern VISIBLE = Pattern.compile("[^\\p{Z}\\p{Cc}\\p{Cf}]");

    private UserRules() {}

    static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches() && VISIBLE.matcher(text).find();
    }
}
