using Optimove.Attributes.Client;

var builder = WebApplication.CreateBuilder(args);

// The framework logs paths, and its scopes hold them: here a path holds a token.
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None).AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning);
builder.Services.AddOptimoveAttributes(builder.Configuration.GetSection("Optimove"));
builder.Services.AddSingleton<IOptimoveCallbackHandler, OutcomeCounter>();
var app = builder.Build();

app.MapOptimoveCallbacks("/optimove/callbacks");

// Give a customer a tier, and say what really became of it.
app.MapPut("/customers/{id}/tier/{tier}", async (string id, string tier, IOptimoveAttributesClient optimove, CancellationToken cancellationToken) =>
{
    var confirmation = await optimove.UpdateAndConfirmAsync([new CustomerUpdate(id) { ["TIER"] = tier }], cancellationToken);
    return confirmation.Problems is [var problem]
        ? Results.Problem($"{problem.State}: {problem.Error?.ToString() ?? problem.Reason.ToString()}", statusCode: 409)
        : Results.Ok("confirmed");
});

app.Run();

/// <summary>Gets every outcome, also of calls that nobody waits for. A real one writes the refused values down.</summary>
internal sealed partial class OutcomeCounter(ILogger<OutcomeCounter> logger) : IOptimoveCallbackHandler
{
    public Task OnAttributeAddedAsync(AddAttributeOutcome outcome, CancellationToken cancellationToken)
    {
        LogAdd(outcome.RealFieldName, outcome.IsSuccess, outcome.Error?.ToString());
        return Task.CompletedTask;
    }

    public Task OnAttributesUpdatedAsync(UpdateAttributesOutcome outcome, CancellationToken cancellationToken)
    {
        // Codes and counts alone: customer ids stay out of logs.
        LogUpdate(outcome.RequestId, outcome.Errors.Count, string.Join(", ", outcome.Errors.Select(static error => error.Error).Distinct()));
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Attribute {RealFieldName}: created {IsSuccess} {Error}")]
    private partial void LogAdd(string realFieldName, bool isSuccess, string? error);

    [LoggerMessage(LogLevel.Information, "Update {RequestId}: {Errors} values refused {Codes}")]
    private partial void LogUpdate(string? requestId, int errors, string codes);
}
