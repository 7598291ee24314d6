using Microsoft.Extensions.DependencyInjection;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>A hundred thousand answers that are wrong in some way: only documented errors come out, and what comes out can be used.</summary>
public sealed class MutatedAnswersTests
{
    private const int Cases = 25_000;

    private const string Accepted = """{"requestId":"0386932e-88a1","more":{"a":[1,2]}}""";

    private const string Profile = """
        [{"RealFieldName":"VIP_Level","Alias":"VIP level","FieldType":"VARCHAR(10)","Value":"Gold"},{"RealFieldName":"A","FieldType":"Bigint","Value":7},
        {"RealFieldName":"B","FieldType":"Decimal","Value":"0.0000"},{"RealFieldName":"C","FieldType":"Date","Value":"10/21/2022 00:00:00"},{"RealFieldName":"D","FieldType":"Int","Value":null}]
        """;

    private const string Catalog = """
        [{"RealFieldName":"Country","Description":"Country of residence"},{"RealFieldName":"VIP","FieldType":"Varchar","Source":"API","CreatedAt":"11/23/2026 08:30:00","UpdatedAt":"2026-11-23T08:30:00Z","X":{"y":[1]}}]
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Calls_OverMutatedAnswers_EndInAResultOrADocumentedError(int seed)
    {
        using var stub = new StubAnswerHandler();
        await using var provider = AnswerReader.Provide(stub);
        var client = provider.GetRequiredService<IOptimoveAttributesClient>();
        var mutator = new AnswerMutator(seed);
        var (results, failures) = (0, 0);
        for (var number = 0; number < Cases; number++)
        {
            var kind = number % 4;
            var (status, contentType, body) = mutator.Next(kind switch { 0 or 1 => Accepted, 2 => Profile, _ => Catalog });
            stub.Answer = (status, contentType, body);

            var exception = await Record.ExceptionAsync(() => AnswerReader.CallAsync(client, kind));

            _ = exception is null ? results++ : failures++;
            Assert.True(
                exception is null || exception.GetType() == typeof(OptimoveApiException),
                $"seed {seed}, case {number}, kind {kind}, {status} {contentType} {Convert.ToBase64String(body)}: {exception}");
        }

        Assert.True(results > 2000 && failures > 2000, $"{results} results, {failures} failures");
    }

    [Fact]
    public async Task Calls_OverMutatedAnswersOnTheWire_EndInAResultOrADocumentedError()
    {
        var mutator = new AnswerMutator(5);
        var answers = Enumerable.Range(0, 500).Select(number => (Kind: number % 4, Answer: mutator.Next((number % 4) switch { 0 or 1 => Accepted, 2 => Profile, _ => Catalog }))).ToList();
        using var server = new ScriptedServer([.. answers.Select(static answer => answer.Answer.Status == 204
            ? Reply.Raw(204, [])
            : Reply.Raw(answer.Answer.Status, answer.Answer.Body, $"Content-Type: {answer.Answer.ContentType}"))]);
        await using var client = TestClient.Create(server.Address, configure: static options =>
        {
            options.MaxRetryAttempts = 0;
            options.RateLimits = [new(10_000, TimeSpan.FromSeconds(1))];
        });

        foreach (var (kind, (status, _, _)) in answers)
        {
            var exception = await Record.ExceptionAsync(() => AnswerReader.CallAsync(client, kind));

            Assert.True(exception is null || exception.GetType() == typeof(OptimoveApiException), $"{status}: {exception}");
        }

        // One more: the first Add looks at the catalog.
        Assert.Equal(501, server.Requests.Count);
    }
}
