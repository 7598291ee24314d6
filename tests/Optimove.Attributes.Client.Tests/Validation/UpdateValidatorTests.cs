using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Validation;

public sealed class UpdateValidatorTests
{
    [Fact]
    public void Validate_AtTheLimits_CountsTheValues()
    {
        Assert.Equal(10_000, UpdateValidator.Validate(Customers(1_000, 10), 1_000, 10).Values);
        Assert.Equal(1, UpdateValidator.Validate(Customers(1, 1), 1, 1).Values);
    }

    [Fact]
    public void Validate_OneCustomerTooMany_SaysSoOnce()
    {
        var violation = Assert.Single(Fail(Customers(1_001, 1)).Violations);

        Assert.Equal("There are 1,001 customers in the call; at most 1,000 are allowed.", violation.Message);
        Assert.Null(violation.Position);
        Assert.Null(violation.RealFieldName);
    }

    [Fact]
    public void Validate_OneAttributeTooMany_NamesEachCustomerByPosition()
    {
        var updates = Customers(4, 10);
        updates[1]["ELEVENTH"] = 1;
        updates[3]["ELEVENTH"] = 1;
        updates[3]["TWELFTH"] = 1;

        AssertViolations(
            Fail(updates),
            ("updates[1] has 11 attributes; at most 10 are allowed.", 1, null),
            ("updates[3] has 12 attributes; at most 10 are allowed.", 3, null));
    }

    [Fact]
    public void Validate_NothingToSend_IsAViolation()
    {
        AssertViolations(Fail([]), ("There is no customer in the call.", null, null));
        AssertViolations(Fail([new CustomerUpdate("42")]), ("updates[0] has no attribute.", 0, null));
        AssertViolations(Fail([null, Update("42"), null]), ("updates[0] is null.", 0, null), ("updates[2] is null.", 2, null));
    }

    [Fact]
    public void Validate_CustomerTwice_NamesTheLaterOnes()
    {
        var one = Update("42");

        AssertViolations(
            Fail([one, Update("43"), Update("42"), one]),
            ("updates[2] is for a customer that stands in the call already; put both into one update.", 2, null),
            ("updates[3] is for a customer that stands in the call already; put both into one update.", 3, null));
    }

    /// <summary>Whether the vendor regards the case of an id is not known.</summary>
    [Fact]
    public void Validate_IdsThatDifferInCase_AreTwoCustomers() => Assert.Equal(2, UpdateValidator.Validate([Update("a"), Update("A")], 1_000, 10).Values);

    [Fact]
    public void Validate_SameCustomerInTwoCalls_IsNoDuplicate()
    {
        Assert.Equal(1, UpdateValidator.Validate([Update("42")], 1_000, 10).Values);
        Fail([Update("42"), null]);
        Assert.Equal(1, UpdateValidator.Validate([Update("42")], 1_000, 10).Values);
    }

    [Fact]
    public void Validate_EverythingWrong_NamesAllAtOnce()
    {
        using var scope = new CultureScope("fa-IR");
        var longName = new string('N', 129);
        CustomerUpdate?[] updates =
        [
            new(" ") { ["A;B"] = "Gold", ["OK"] = "secret\uD83D", [""] = 1 },
            null,
            new(".."),
            new("id\n42") { [longName] = 1, ["TAB\t"] = 2 },
            new("secret-id") { ["A"] = 1 },
            new("secret-id") { ["B\uDE00"] = "secret", ["C"] = "\uDE00", ["D"] = 4, ["E"] = 5 },
        ];

        var exception = Fail(updates, maxCustomers: 5, maxAttributes: 3);

        AssertViolations(
            exception,
            ("There are 6 customers in the call; at most 5 are allowed.", null, null),
            ("updates[0] CustomerId is blank.", 0, null),
            ("updates[0] A;B: RealFieldName holds a ';'.", 0, "A;B"),
            ("updates[0] OK: value holds half of a surrogate pair.", 0, "OK"),
            ("updates[0] : RealFieldName is blank.", 0, ""),
            ("updates[1] is null.", 1, null),
            ("updates[2] CustomerId is '.' or '..', which a path can't carry.", 2, null),
            ("updates[2] has no attribute.", 2, null),
            ("updates[3] CustomerId holds a control character.", 3, null),
            ($"updates[3] {longName[..64]}...: RealFieldName is 129 characters long, more than 128.", 3, longName),
            ("updates[3] TAB?: RealFieldName holds a control character.", 3, "TAB\t"),
            ("updates[5] is for a customer that stands in the call already; put both into one update.", 5, null),
            ("updates[5] has 4 attributes; at most 3 are allowed.", 5, null),
            ("updates[5] B?: RealFieldName holds half of a surrogate pair.", 5, "B\uDE00"),
            ("updates[5] C: value holds half of a surrogate pair.", 5, "C"));
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Gold", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("42", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
        Assert.Empty(exception.Data);
    }

    [Fact]
    public void Validate_ThousandsOfViolations_BoundsTheMessageAndKeepsThemAll()
    {
        using var scope = new CultureScope("de-DE");
        var updates = Enumerable.Range(0, 1_000).Select(static customer => new CustomerUpdate($"id-{customer}")
        {
            [new string('A', 100_000) + ";"] = 1,
            [";" + customer] = 2,
            ["C\n"] = 3,
        }).ToArray();

        var exception = Fail(updates);

        Assert.Equal(3_000, exception.Violations.Count);
        Assert.Equal((999, "C\n"), (exception.Violations[^1].Position, exception.Violations[^1].RealFieldName));
        var lines = exception.Message.Split(Environment.NewLine);
        Assert.Equal(22, lines.Length);
        Assert.Equal("Nothing was sent: 3000 violations.", lines[0]);
        Assert.Equal($"- updates[0] {new string('A', 64)}...: RealFieldName is 100,001 characters long, more than 128.", lines[1]);
        Assert.Equal("- updates[6] ;6: RealFieldName holds a ';'.", lines[20]);
        Assert.Equal("- and 2980 more, all in Violations", lines[21]);
        Assert.True(exception.Message.Length < 4_000, $"{exception.Message.Length} characters");
    }

    [Fact]
    public void Validate_Updates_GivesEachNameOnce()
    {
        var (a, b) = (new string("NAME_A"), new string("name_a"));

        var (values, names) = UpdateValidator.Validate(
            [
                new CustomerUpdate("1") { [a] = 1, ["B"] = 1 },
                new CustomerUpdate("2") { [a] = 1, ["B"] = 1, ["C"] = 1 },
                new CustomerUpdate("3") { [b] = 1 },
                new CustomerUpdate("4") { ["D"] = 1, [b] = 1 },
            ],
            4,
            10);

        Assert.Equal(8, values);
        Assert.Equal(["B", "C", "D", "NAME_A"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Validate_Updates_AreFrozenEvenWhenRefused()
    {
        var good = Update("42");
        var refused = Update(" ");

        UpdateValidator.Validate([good], 1_000, 10);
        Fail([refused]);

        Assert.Throws<InvalidOperationException>(() => good["B"] = 1);
        Assert.Throws<InvalidOperationException>(() => refused["B"] = 1);
    }

    private static CustomerUpdate Update(string id) => new(id) { ["A"] = 1 };

    private static CustomerUpdate[] Customers(int customers, int attributes) => [.. Enumerable.Range(0, customers).Select(customer =>
    {
        var update = new CustomerUpdate($"id-{customer}");
        for (var attribute = 0; attribute < attributes; attribute++)
        {
            update[$"A{attribute}"] = attribute;
        }

        return update;
    })];

    private static OptimoveValidationException Fail(CustomerUpdate?[] updates, int maxCustomers = 1_000, int maxAttributes = 10) =>
        Assert.Throws<OptimoveValidationException>(() => UpdateValidator.Validate(updates, maxCustomers, maxAttributes));

    private static void AssertViolations(OptimoveValidationException exception, params (string Message, long? Position, string? RealFieldName)[] expected)
    {
        Assert.Equal(expected, exception.Violations.Select(static violation => (violation.Message, violation.Position, violation.RealFieldName)));
        Assert.Equal(expected.Select(static violation => violation.Message), exception.Violations.Select(static violation => violation.ToString()));
    }
}
