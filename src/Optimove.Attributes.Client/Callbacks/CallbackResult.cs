namespace Optimove.Attributes.Client;

/// <summary>What became of a callback. The number is the HTTP status to answer; the answer needs no body, and none helps a guesser.</summary>
public enum CallbackResult
{
    /// <summary>It was verified, read and handed over.</summary>
    TakenOver = 204,

    /// <summary>The token is genuine, but the body is not the outcome of its call. Nothing was settled.</summary>
    UnreadableBody = 400,

    /// <summary>There is no token, or one that no secret verifies, or one that has expired. The body was not read.</summary>
    UnknownToken = 404,

    /// <summary>The token is genuine, but the body is longer than <see cref="CallbackOptions.MaxBodyBytes"/>. It was not read to its end.</summary>
    BodyTooLarge = 413,
}
