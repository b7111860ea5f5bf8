package io.userservice.user;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an e-mail address and a name are, and when two are the same. Pure. */
public final class UserRules {

    private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";

    /**
     * RFC 5321 section 4.1.2 without quoted local parts and address literals; dots may stand anywhere in the local part, as
     * they do in addresses that are in use, and letters need not be ASCII (RFC 6531).
     */
    private static final Pattern EMAIL = Pattern.compile(
            "(?=.{1,254}$)[^@\\s\\p{Z}\\p{Cc}\\p{Cs}\"(),:;<>\\[\\]\\\\]{1,64}@" + LABEL + "(?:\\." + LABEL + ")*");

    /** Format characters and what else Unicode calls default-ignorable (section 5.21), and the blank of Braille. */
    private static final String INVISIBLES = "\\p{Cf}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}"
            + "\\x{2065}\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{FFF0}-\\x{FFF8}\\x{E0000}-\\x{E0FFF}";

    private static final Pattern INVISIBLE = Pattern.compile("[" + INVISIBLES + "]");

    /** Lone surrogates have no UTF-8 form, and PostgreSQL refuses NUL. A regex counts code points, not chars. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,200}");

    private static final Pattern VISIBLE = Pattern.compile("[^\\p{Z}\\p{Cc}" + INVISIBLES + "]");

    /** As in NAME: what no name or address has in it can be neither found nor sent to PostgreSQL. */
    private static final Pattern PREFIX = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,254}");

    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

    private UserRules() {}

    /** What an address must be; null for one that is. */
    static @Nullable String ofEmail(String text) {
        if (hasInvisible(text)) {
            return "must have no invisible characters in it, such as U+200B or U+00AD";
        }
        return isEmail(text) ? null : "must be an e-mail address of at most 254 characters, such as ada@example.com";
    }

    /** What a name must be; null for one that is. */
    static @Nullable String ofName(String text) {
        return isName(text)
                ? null
                : "must have 1 to 200 characters, none of them a control character, one of them visible";
    }

    static boolean isEmail(String text) {
        return wasEmail(text) && !hasInvisible(text);
    }

    /** Whether it is an address, or was one before invisible characters were refused. */
    static boolean wasEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    /** Whether there is a character in it that nobody sees: the address would look like another one. */
    static boolean hasInvisible(String text) {
        return INVISIBLE.matcher(text).find();
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches() && VISIBLE.matcher(text).find();
    }

    /** Whether an address or a name can begin with this, one from before a rule was made too. */
    static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    /**
     * What an address or a name is compared, sorted and searched by: two are the same if their keys are. The canonical
     * caseless match of Unicode (section 3.13, D145), composed (NFC). It is stored, because no database folds like this one,
     * nor like another one with another locale; so whoever changes it has to make all keys anew.
     */
    public static String key(String text) {
        if (ASCII.matcher(text).matches()) {
            return text.toLowerCase(Locale.ROOT);
        }
        StringBuilder folded = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().forEach(c -> folded.append(fold(c)));
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    /** One at a time, so that no sigma is a final one. The dotless i is no other letter's lower case, except in Turkish. */
    private static String fold(int character) {
        String text = Character.toString(character);
        return character == 'ı'
                ? text
                : text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
