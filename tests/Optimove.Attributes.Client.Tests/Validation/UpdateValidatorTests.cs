namespace Optimove.Attributes.Client.Tests.Validation;

public sealed class UpdateValidatorTests
{
    [Theory]
    [InlineData(1000, 10)]
    [InlineData(1, 1)]
    public void Validate_WithinTheLimits_CountsTheValues(int customers, int attributes) =>
        Assert.Equal(customers * attributes, UpdateValidator.Validate(Updates(customers, attributes), 1000, 10));

    [Fact]
    public void Validate_BeyondTheLimits_NamesTheNumbers()
    {
        var customers = Refuse(Updates(1001, 1));
        var attributes = Refuse(Updates(2, 11));

        Assert.Equal("There are 1,001 customers in the call; at most 1,000 are allowed.", Assert.Single(customers.Violations).Message);
        Assert.Equal(["updates[0] has 11 attributes; at most 10 are allowed.", "updates[1] has 11 attributes; at most 10 are allowed."], attributes.Violations.Select(v => v.Message));
    }

    [Fact]
    public void Validate_ManyFaults_NamesEachOnceWithPositionAndName()
    {
        var exception = Refuse(
        [
            new CustomerUpdate("1") { ["A"] = 1 },
            null,
            new CustomerUpdate(" ") { ["A"] = 1 },
            new CustomerUpdate("1") { ["B"] = 1 },
            new CustomerUpdate("2"),
            new CustomerUpdate("3") { [" "] = 1, ["A;B"] = 1, ["A\nB"] = 1, [new string('N', 129)] = 1, [new string('N', 128)] = 1, ["OK"] = "half \ud83d" },
        ]);

        Assert.Equal(
            [
                "updates[1] is null.",
                "updates[2] CustomerId is blank.",
                "updates[3] is for a customer that stands in the call already; put both into one update.",
                "updates[4] has no attribute.",
                "updates[5]  : RealFieldName is blank.",
                "updates[5] A;B: RealFieldName holds a ';'.",
                "updates[5] A?B: RealFieldName holds a control character.",
                $"updates[5] {new string('N', 64)}...: RealFieldName is 129 characters long, more than 128.",
                "updates[5] OK: value holds half of a surrogate pair.",
            ],
            exception.Violations.Select(violation => violation.Message));
        Assert.Equal([1, 2, 3, 4, 5, 5, 5, 5, 5], exception.Violations.Select(violation => violation.Position));
        Assert.Equal("A;B", exception.Violations[5].RealFieldName);
    }

    [Fact]
    public void Validate_CustomersThatDifferInCase_AreTwo() =>
        Assert.Equal(2, UpdateValidator.Validate([new CustomerUpdate("a") { ["X"] = 1 }, new CustomerUpdate("A") { ["X"] = 1 }], 1000, 10));

    [Fact]
    public void Validate_NoCustomer_IsRefused() => Assert.Single(Refuse([]).Violations);

    [Fact]
    public void Validate_ThousandsOfFaults_KeepsAllAndListsTwenty()
    {
        var exception = Refuse([.. Enumerable.Range(0, 3000).Select(i => new CustomerUpdate($"customer-{i}"))]);

        Assert.Equal(3001, exception.Violations.Count);
        Assert.Contains("and 2981 more", exception.Message, StringComparison.Ordinal);
        Assert.Equal(22, exception.Message.Split('\n').Length);
    }

    [Fact]
    public void Validate_AnyFault_ShowsNoIdAndNoValue()
    {
        var exception = Refuse([new CustomerUpdate("customer-4711\n") { ["A;"] = "secret \udc00" }, new CustomerUpdate("customer-4712"), new CustomerUpdate("customer-4712")]);

        Assert.DoesNotContain("customer-47", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    private static CustomerUpdate[] Updates(int customers, int attributes) => [.. Enumerable.Range(0, customers).Select(i =>
    {
        var update = new CustomerUpdate($"customer-{i}");
        for (var j = 0; j < attributes; j++)
        {
            update[$"F{j}"] = j;
        }

        return update;
    })];

    private static OptimoveValidationException Refuse(CustomerUpdate?[] updates) =>
        Assert.Throws<OptimoveValidationException>(() => UpdateValidator.Validate(updates, 1000, 10));
}
