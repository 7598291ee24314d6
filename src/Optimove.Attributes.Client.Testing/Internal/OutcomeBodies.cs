using System.Globalization;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>The bodies of callbacks, as they are documented.</summary>
internal static class OutcomeBodies
{
    public static byte[] Of(AddOutcome outcome) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("attributeName", outcome.AttributeName);
        writer.WriteBoolean("isSuccess", outcome.ErrorId is null);
        if (outcome.ErrorId is { } errorId)
        {
            writer.WriteString("errorId", errorId.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("errorMsg", $"Attribute was not added, {Reason(errorId)}");
        }

        writer.WriteEndObject();
    });

    public static byte[] Of(UpdateOutcome outcome) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("isSuccess", outcome.Errors.Count == 0);
        if (outcome.Errors.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (var error in outcome.Errors)
            {
                writer.WriteStartObject();
                writer.WriteString("error", error.Error);
                writer.WriteString("customerId", error.CustomerId);
                writer.WriteString("realFieldName", error.RealFieldName);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteString("requestId", outcome.RequestId);
        writer.WriteEndObject();
    });

    /// <summary>Only the beginning of the message is documented; the rest is assumed.</summary>
    private static string Reason(int errorId) => errorId switch
    {
        1 => "the limit of attributes is reached",
        2 => "an attribute of this name exists already",
        3 => "the type is not supported",
        4 => "the default value does not fit the type",
        _ => "general error",
    };
}
