namespace Optimove.Attributes.Console;

/// <summary>What a script learns without reading the output.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something was refused, unconfirmed or not delivered.</summary>
    public const int NotAllDelivered = 1;

    /// <summary>Bad usage or bad input; nothing was sent.</summary>
    public const int BadInput = 2;

    /// <summary>The server refused the key (401, 403).</summary>
    public const int KeyRefused = 3;

    /// <summary>There was no usable answer, or none in time.</summary>
    public const int NoAnswer = 4;

    /// <summary>Ctrl+C or SIGTERM.</summary>
    public const int Cancelled = 130;
}
