namespace Optimove.Attributes.Client;

/// <summary>One thing that is wrong with what was to be sent.</summary>
/// <remarks>Customer ids and values are personal data, so an offender is named by its position and its RealFieldName.</remarks>
public sealed class Violation
{
    internal Violation(string message, long? position = null, string? realFieldName = null)
    {
        Message = message;
        Position = position;
        RealFieldName = realFieldName;
    }

    /// <summary>What is wrong, with the offender's place and the numbers.</summary>
    public string Message { get; }

    /// <summary>The offender's place in the input, from 0; <see langword="null"/> where the input as a whole, or a single argument, is at fault.</summary>
    public long? Position { get; }

    /// <summary>The attribute at fault; <see langword="null"/> where no single one is.</summary>
    public string? RealFieldName { get; }

    /// <summary>The same as <see cref="Message"/>.</summary>
    /// <returns>The message.</returns>
    public override string ToString() => Message;
}
