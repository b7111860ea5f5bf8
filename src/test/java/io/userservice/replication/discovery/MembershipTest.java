package io.userservice.replication.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembershipTest {

    /** What the directory says, answer by answer, and who is there after each. At most three. */
    @ParameterizedTest
    @CsvSource({
        "'a b / a b',            'a b / a b'",
        "'a / a b / a b',        'a / a b / a b'",
        "'/ a',                  '/ a'",
        // missing once is not gone
        "'a b / a / a b',        'a b / a b / a b'",
        "'a b / a / a',          'a b / a b / a'",
        "'a b / a / a b / a',    'a b / a b / a b / a b'",
        "'a / / ',               'a / a / '",
        // too many: those that are there stay
        "'a b c d',              'a b c'",
        "'b c d / a b c d',      'b c d / b c d'",
        "'b c d / a c d / a c d', 'b c d / b c d / a c d'",
        "'d c b a / d c b a',    'a b c / a b c'",
    })
    void isWhatWasFoundLately(String said, String there) {
        Membership membership = Membership.NONE;
        String[] answers = said.split("/", -1);
        String[] expected = there.split("/", -1);
        for (int i = 0; i < answers.length; i++) {
            membership = membership.after(addresses(answers[i]), 3);
            assertEquals(addresses(expected[i]), membership.members(), "after answer " + (i + 1));
        }
    }

    private static Set<Address> addresses(String hosts) {
        return Arrays.stream(hosts.strip().split(" "))
                .filter(host -> !host.isEmpty())
                .map(Address::of)
                .collect(Collectors.toSet());
    }
}
