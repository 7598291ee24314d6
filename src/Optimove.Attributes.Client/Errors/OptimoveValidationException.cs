using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>What was to be sent can't be right. Nothing was sent.</summary>
public class OptimoveValidationException : OptimoveException
{
    private const int MostInMessage = 20;

    /// <summary>Reports violations.</summary>
    /// <param name="violations">All that is wrong, at least one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="violations"/> is <see langword="null"/>.</exception>
    public OptimoveValidationException(IReadOnlyList<Violation> violations)
        : base(Describe(violations), null)
    {
        Violations = violations;
    }

    /// <summary>All that is wrong. The message lists the first twenty of them.</summary>
    public IReadOnlyList<Violation> Violations { get; }

    private static string Describe(IReadOnlyList<Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        var listed = string.Join(Environment.NewLine, violations.Take(MostInMessage).Select(violation => "- " + violation.Message));
        var rest = violations.Count > MostInMessage
            ? string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}- and {violations.Count - MostInMessage} more, all in {nameof(Violations)}")
            : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing was sent: {violations.Count} {(violations.Count == 1 ? "violation" : "violations")}.{Environment.NewLine}{listed}{rest}");
    }
}
