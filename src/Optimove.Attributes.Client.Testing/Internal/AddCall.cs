namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>The body of an Add call.</summary>
internal sealed record AddCall(string Name, string Type, string? DefaultValue, string? CallbackUrl)
{
    /// <exception cref="FormatException">The body is not of the documented shape.</exception>
    public static AddCall Read(ReadOnlyMemory<byte> body)
    {
        using var document = BodyReader.Parse(body);
        var root = document.RootElement;
        return new(
            BodyReader.RequiredText(root, "Name"), BodyReader.RequiredText(root, "Type"), BodyReader.Text(root, "DefaultValue"), BodyReader.Text(root, "CallbackURL"));
    }
}
