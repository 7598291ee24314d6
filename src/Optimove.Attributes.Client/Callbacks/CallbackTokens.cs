using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Optimove.Attributes.Client;

/// <summary>
/// Tokens in callback addresses: version, operation, random id, expiry, and an HMAC-SHA256 over the tenant and all of these, 60 bytes as 80 characters of
/// base64url. The secrets are read for each use.
/// </summary>
internal sealed class CallbackTokens(OptimoveAttributesOptions options, CurrentOptions current, TimeProvider timeProvider)
{
    // How long after the deadline a callback is still taken over: the vendor says up to a minute, and nothing of repeats (assumed).
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const byte Version = 1;
    private const int IdLength = 18;
    private const int ExpiryAt = 2 + IdLength;
    private const int SignatureAt = ExpiryAt + sizeof(long);
    private const int Length = SignatureAt + HMACSHA256.HashSizeInBytes;
    private const int TextLength = Length / 3 * 4;
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private IList<string> Secrets => current.Get().Callbacks.Secrets ?? [];

    /// <summary>A token of a new call, and the call's id in it.</summary>
    /// <exception cref="OptimoveValidationException">There is no secret to sign with.</exception>
    public (string Token, string CallId) Create(CallbackOperation operation)
    {
        if (Secrets is not [var secret, ..])
        {
            throw new OptimoveValidationException([new Violation("Callbacks.Secrets is empty: without a secret no callback token can be signed.")]);
        }

        var token = new byte[Length];
        token[0] = Version;
        token[1] = (byte)operation;
        RandomNumberGenerator.Fill(token.AsSpan(2, IdLength));
        var expiry = timeProvider.GetUtcNow() + options.Callbacks.Deadline + Grace;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(ExpiryAt), expiry.ToUnixTimeSeconds());
        Sign(secret, options.Tenant, token.AsSpan(0, SignatureAt), token.AsSpan(SignatureAt));
        return (ToText(token), IdOf(token));
    }

    /// <summary>The call of a token; <see langword="null"/> where no secret verifies it or its time is over.</summary>
    /// <remarks>
    /// A text that is a token in form costs one HMAC for each secret and a comparison of all its 32 bytes, however much of it is right: no secret ends the
    /// loop, and no byte ends a comparison.
    /// </remarks>
    public (CallbackOperation Operation, string CallId)? Verify(string? text)
    {
        if (text is not { Length: TextLength } || text.AsSpan().ContainsAnyExcept(Letters))
        {
            return null;
        }

        var token = Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/'));
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isGenuine = false;
        foreach (var secret in Secrets)
        {
            Sign(secret, options.Tenant, token.AsSpan(0, SignatureAt), signature);
            isGenuine |= CryptographicOperations.FixedTimeEquals(signature, token.AsSpan(SignatureAt));
        }

        var expiry = BinaryPrimitives.ReadInt64BigEndian(token.AsSpan(ExpiryAt));
        return isGenuine && token[0] == Version && expiry > timeProvider.GetUtcNow().ToUnixTimeSeconds()
            ? ((CallbackOperation)token[1], IdOf(token))
            : null;
    }

    private static void Sign(string secret, string tenant, ReadOnlySpan<byte> content, Span<byte> signature)
    {
        // The tenant's length stands before it, so that no other tenant and content make the same bytes.
        var tenantLength = Encoding.UTF8.GetByteCount(tenant);
        var signed = new byte[sizeof(int) + tenantLength + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(signed, tenantLength);
        Encoding.UTF8.GetBytes(tenant, signed.AsSpan(sizeof(int)));
        content.CopyTo(signed.AsSpan(sizeof(int) + tenantLength));
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed, signature);
    }

    private static string IdOf(ReadOnlySpan<byte> token) => ToText(token.Slice(2, IdLength));

    // Whole groups of three bytes, so that no character holds spare bits and a token has one text.
    private static string ToText(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');
}
