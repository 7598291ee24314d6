using System.Globalization;
using System.Text;

namespace Optimove.Attributes.Client.Tests.Support;

internal enum ReplyEnd
{
    KeepAlive,
    Close,
    Reset,
    Hang,
}

/// <summary>What the server writes, and what it does with the connection afterwards.</summary>
internal sealed record Reply(byte[]? Bytes, ReplyEnd End = ReplyEnd.KeepAlive)
{
    public static Reply Never { get; } = new(null, ReplyEnd.Hang);

    public static Reply Reset { get; } = new(null, ReplyEnd.Reset);

    public static Reply Ok(string body, params string[] headers) => Status(200, body, headers);

    public static Reply Status(int status, string body = "", params string[] headers) => Raw(status, Encoding.UTF8.GetBytes(body), headers);

    public static Reply Raw(int status, byte[] body, params string[] headers)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n");
        foreach (var header in headers.Append(headers.Any(header => header.StartsWith("Content-Type", StringComparison.Ordinal)) ? null : "Content-Type: application/json"))
        {
            head.Append(header).Append(header is null ? string.Empty : "\r\n");
        }

        return new([.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body]);
    }

    /// <summary>An answer that promises more than it brings.</summary>
    public static Reply Broken(string body, ReplyEnd end) =>
        new(Encoding.UTF8.GetBytes($"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: {body.Length + 10}\r\n\r\n{body}"), end);
}
