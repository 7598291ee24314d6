using System.Text;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>An answer for the wire, JSON as all of the vendor's.</summary>
internal sealed record WireAnswer(int StatusCode, byte[] Body)
{
    public static WireAnswer Json(int statusCode, string json) => new(statusCode, Encoding.UTF8.GetBytes(json));
}
