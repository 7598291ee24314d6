namespace Optimove.Attributes.Client.Tests.Callbacks;

public sealed class SentValuesTests
{
    private static readonly SentValues Sent = new(
    [
        new CustomerUpdate("a") { ["TIER"] = "Gold", ["SCORE"] = 1 },
        new CustomerUpdate("b") { ["TIER"] = "Silver", ["SCORE"] = 2 },
    ]);

    [Fact]
    public void Success_ConfirmsEverything() => Assert.Equal(string.Empty, Problems(isSuccess: true));

    [Fact]
    public void ListedValue_IsRejectedAndTheRestConfirmed() => Assert.Equal("1 b SCORE INVALID_VALUE", Problems(false, ("3", "b", "score")));

    [Fact]
    public void ListedValueOfASuccess_IsRejectedAllTheSame() => Assert.Equal("1 b SCORE INVALID_VALUE", Problems(true, ("3", "b", "SCORE")));

    [Fact]
    public void ErrorWithoutAField_CoversTheCustomersValues() =>
        Assert.Equal("0 a TIER INVALID_CUSTOMER|0 a SCORE INVALID_CUSTOMER", Problems(false, ("INVALID_CUSTOMER", "a", null)));

    [Fact]
    public void ErrorWithAField_GoesBeforeOneWithout() =>
        Assert.Equal("0 a TIER INVALID_CUSTOMER|0 a SCORE NEW", Problems(false, ("1", "a", null), ("NEW", "a", "SCORE")));

    [Fact]
    public void SeveralErrorsOfAValue_TheFirstCounts() => Assert.Equal("0 a TIER INVALID_FIELD", Problems(false, ("2", "a", "TIER"), ("3", "a", "TIER")));

    [Fact]
    public void ErrorThatNamesNothingThatWasSent_ChangesNothing()
    {
        Assert.Equal("0 a TIER INVALID_VALUE", Problems(false, ("3", "a", "TIER"), ("1", "nobody", null), ("2", "a", "NOPE"), ("3", "A", "TIER")));
        Assert.Equal(string.Empty, Problems(false, ("1", "nobody", "TIER")));
    }

    [Fact]
    public void FailureThatNamesNobody_LeavesWhatItDoesNotListUnclear()
    {
        const string All = "0 a TIER UnclearOutcome|0 a SCORE UnclearOutcome|1 b TIER UnclearOutcome|1 b SCORE UnclearOutcome";
        Assert.Equal(All, Problems(false));
        Assert.Equal(All, Problems(false, ("GENERAL", null, null)));
        Assert.Equal(
            "0 a TIER INVALID_VALUE|0 a SCORE UnclearOutcome|1 b TIER UnclearOutcome|1 b SCORE UnclearOutcome",
            Problems(false, ("GENERAL", null, null), ("3", "a", "TIER")));
    }

    [Fact]
    public void UnlistedDoesNotMeanApplied_LeavesTheRestUnclear() => Assert.Equal(
        "0 a TIER INVALID_VALUE|0 a SCORE UnclearOutcome|1 b TIER UnclearOutcome|1 b SCORE UnclearOutcome",
        Describe(Sent.FindProblems(Outcome(false, ("3", "a", "TIER")), unlistedMeansApplied: false)));

    [Fact]
    public void AllUnconfirmed_ButWhatIsThere() => Assert.Equal(
        "0 a SCORE NoCallback|1 b TIER NoCallback|1 b SCORE NoCallback",
        Describe(Sent.AllUnconfirmed(UnconfirmedReason.NoCallback, static (position, name) => position == 0 && name == "TIER")));

    private static string Problems(bool isSuccess, params (string Error, string? CustomerId, string? Name)[] errors) =>
        Describe(Sent.FindProblems(Outcome(isSuccess, errors), unlistedMeansApplied: true));

    private static UpdateAttributesOutcome Outcome(bool isSuccess, params (string Error, string? CustomerId, string? Name)[] errors) => new()
    {
        CallId = "id",
        IsSuccess = isSuccess,
        Errors = [.. errors.Select(static error => new UpdateError { Error = new(error.Error), CustomerId = error.CustomerId, RealFieldName = error.Name })],
    };

    private static string Describe(IReadOnlyList<ValueOutcome> problems) => string.Join('|', problems.Select(static problem =>
        $"{problem.Position} {problem.CustomerId} {problem.RealFieldName} {problem.Error?.ToString() ?? problem.Reason.ToString()}"));
}
