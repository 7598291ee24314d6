using System.IO.Compression;
using System.Net;
using System.Text;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Internal;

public sealed class AnswerTests
{
    [Theory]
    [InlineData("", null, null)]
    [InlineData("   \r\n ", null, null)]
    [InlineData("null", null, null)]
    [InlineData("[1,2]", null, null)]
    [InlineData("17", null, null)]
    [InlineData("not json", null, null)]
    [InlineData("{\"requestId\":", null, null)]
    [InlineData("\"accepted\"", null, "accepted")]
    [InlineData("\"half \\ud83d\"", null, null)]
    [InlineData("""{"requestId":"0386932e"}""", "0386932e", null)]
    [InlineData("""{"data":{"requestId":"inner"},"REQUESTID":"0386932e","more":[1]}""", "0386932e", null)]
    [InlineData("""{"RequestId":42}""", "42", null)]
    [InlineData("""{"requestId":null}""", null, null)]
    [InlineData("""{"requestId":{"a":1}}""", null, null)]
    [InlineData("""{"isSuccess":true,"requestID":"x"}""", "x", null)]
    public async Task Accepted_AnyBody_IsReadAndNeverFails(string body, string? requestId, string? message)
    {
        using var server = new ScriptedServer(Reply.Status(202, body));
        await using var client = TestClient.Create(server.Address);

        var updated = await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["A"] = 1, ["B"] = 2 }]);
        var added = await client.AddAttributeAsync(new AttributeDefinition("A", AttributeType.Int));

        Assert.Equal((1, 2, requestId, message), (updated.CustomerCount, updated.ValueCount, updated.RequestId, updated.Message));
        Assert.Equal(("A", requestId, message), (added.RealFieldName, added.RequestId, added.Message));
    }

    [Fact]
    public async Task Accepted_204_IsAnEmptyAnswer()
    {
        using var server = new ScriptedServer(new Reply("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray()));
        await using var client = TestClient.Create(server.Address);

        var receipt = await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["A"] = 1 }]);

        Assert.Null(receipt.RequestId);
    }

    [Theory]
    [InlineData("<html>blocked</html>", "application/json")]
    [InlineData("\n <!DOCTYPE html>", "text/plain")]
    [InlineData("Request blocked", "text/html; charset=utf-8")]
    [InlineData("""{"isSuccess":false,"errorMsg":"no"}""", "application/json")]
    public async Task Accepted_PageOfAFirewallOrAPlainNo_IsAnApiErrorWith200(string body, string contentType)
    {
        using var server = new ScriptedServer(Reply.Ok(body, $"Content-Type: {contentType}"));
        await using var client = TestClient.Create(server.Address);

        var exception = await Assert.ThrowsAsync<OptimoveApiException>(() => client.UpdateAttributesAsync([new CustomerUpdate("42") { ["A"] = "x7" }]));

        Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
        Assert.Equal(body.Trim(), exception.BodyExcerpt);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\"Customer was not found\"", "\"Customer was not found\"")]
    [InlineData("<html></html>", "<html></html>")]
    [InlineData("null", "null")]
    [InlineData("""{"attributes":[{"Value":"zoe@example.com"}]}""", null)]
    [InlineData("""[{"RealFieldName":"EMAIL","Value":"zoe@example.com"}""", null)]
    [InlineData("""[{"RealFieldName":"EMAIL","Value":"zoe@example.com"},7]""", null)]
    [InlineData("[] []", null)]
    [InlineData("[[]]", null)]
    public async Task List_WholeAnswerOfAnotherShape_IsAnApiErrorWith200ThatShowsNoData(string body, string? excerpt)
    {
        using var server = new ScriptedServer(Reply.Ok(body));
        await using var client = TestClient.Create(server.Address);

        var exceptions = new[]
        {
            await Assert.ThrowsAsync<OptimoveApiException>(() => client.ListAttributesAsync()),
            await Assert.ThrowsAsync<OptimoveApiException>(() => client.GetCustomerAttributesAsync("4711")),
        };

        Assert.All(exceptions, exception =>
        {
            Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
            Assert.Equal(excerpt, exception.BodyExcerpt);
            Assert.Null(exception.InnerException);
        });
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task GetCustomer_AnswerAsItWasSeen_IsRead()
    {
        using var server = new ScriptedServer(Reply.Ok(
            """
            [ { "RealFieldName": "VIP_Level", "Alias": "VIP level", "FieldType": "VARCHAR(10)", "Value": "Gold" },
              { "realfieldname": "SCORE", "fieldtype": "Int", "VALUE": 17, "unknown": { "deep": [1, 2] } },
              { "RealFieldName": "PRICE", "FieldType": "Decimal", "Value": "0.0000" },
              { "RealFieldName": "SEEN", "FieldType": "Date", "Value": "10/21/2022 00:00:00" },
              { "RealFieldName": "NEVER", "FieldType": "Date", "Value": "01/01/1900 00:00:00" },
              { "RealFieldName": "FLAG", "FieldType": "Nvarchar", "Value": false },
              { "RealFieldName": "BIG", "FieldType": "Bigint", "Value": 9223372036854775807 },
              { "RealFieldName": "NONE", "FieldType": "Int", "Value": null },
              { "RealFieldName": "ODD", "FieldType": "Geography", "Value": {"a": 1} } ]
            """));
        await using var client = TestClient.Create(server.Address);

        var profile = await client.GetCustomerAttributesAsync("42");

        Assert.Equal("42", profile.CustomerId);
        Assert.Equal(9, profile.Attributes.Count);
        Assert.Equal("Gold", profile.GetString("vip_level"));
        Assert.Equal(AttributeType.VarChar(10), profile["VIP_Level"].Type);
        Assert.Equal("VIP level", profile["VIP_Level"].Alias);
        Assert.Equal(17, profile.GetInt32("SCORE"));
        Assert.Equal(0m, profile.GetDecimal("PRICE"));
        Assert.Equal(new DateOnly(2022, 10, 21), profile.GetDate("SEEN"));
        Assert.Null(profile.GetDate("NEVER"));
        Assert.Equal("false", profile.GetString("FLAG"));
        Assert.Equal(9223372036854775807L, profile.GetInt64("BIG"));
        Assert.Null(profile.GetInt32("NONE"));
        Assert.Equal("""{"a": 1}""", profile.GetString("ODD"));
        Assert.Equal("Geography", profile["ODD"].Type.ToString());
        Assert.Throws<KeyNotFoundException>(() => profile.GetString("MISSING"));
    }

    [Fact]
    public async Task List_DocumentedAndFurtherFields_AreRead()
    {
        using var server = new ScriptedServer(Reply.Ok(
            """
            [ { "RealFieldName": "Country", "Description": "Country of residence" },
              { "REALFIELDNAME": "TIER", "description": "d", "alias": "Tier", "FieldType": "Varchar", "source": "API", "createdat": "10/21/2022 08:30:00",
                "UpdatedAt": "2026-11-23T10:00:00+02:00", "Owner": "crm", "Weight": 1.50 },
              { "RealFieldName": "ODD", "CreatedAt": "yesterday" } ]
            """));
        await using var client = TestClient.Create(server.Address);

        var catalog = await client.ListAttributesAsync();

        Assert.Equal(3, catalog.Count);
        Assert.Equal(("Country", "Country of residence", null, null), (catalog[0].RealFieldName, catalog[0].Description, catalog[0].Type, catalog[0].Source));
        Assert.Empty(catalog[0].AdditionalFields);
        Assert.Equal(("TIER", "d", "Tier", "API"), (catalog[1].RealFieldName, catalog[1].Description, catalog[1].Alias, catalog[1].Source));
        Assert.Equal(AttributeTypeKind.VarChar, catalog[1].Type!.Value.Kind);
        Assert.Equal(new DateTimeOffset(2022, 10, 21, 8, 30, 0, TimeSpan.Zero), catalog[1].CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(2)), catalog[1].UpdatedAt);
        Assert.Equal(["Owner", "Weight"], catalog[1].AdditionalFields.Keys.Order());
        Assert.Equal("1.50", catalog[1].AdditionalFields["Weight"].GetRawText());
        Assert.Null(catalog[2].CreatedAt);
        Assert.Equal("yesterday", catalog[2].AdditionalFields["CreatedAt"].GetString());
    }

    [Fact]
    public async Task List_WithAByteOrderMarkAndGzip_IsRead()
    {
        byte[] body = [.. Encoding.UTF8.Preamble, .. """[{"RealFieldName":"A"}]"""u8];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(body);
        }

        using var server = new ScriptedServer(Reply.Raw(200, body), Reply.Raw(200, packed.ToArray(), "Content-Encoding: gzip"));
        await using var client = TestClient.Create(server.Address);

        Assert.Equal("A", Assert.Single(await client.ListAttributesAsync()).RealFieldName);
        Assert.Equal("A", Assert.Single(await client.ListAttributesAsync()).RealFieldName);
    }

    [Fact]
    public async Task List_LongerThanAllowed_IsATransportErrorAtOnce()
    {
        var body = Encoding.UTF8.GetBytes($"[{new string(' ', 2000)}]");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(body);
        }

        using var server = new ScriptedServer(
            Reply.Raw(200, body),
            Reply.Raw(200, packed.ToArray(), "Content-Encoding: gzip"),
            new Reply([.. Encoding.ASCII.GetBytes("HTTP/1.1 200 X\r\nConnection: close\r\n\r\n"), .. body], ReplyEnd.Close));
        await using var client = TestClient.Create(server.Address, null, options => options.MaxResponseBytes = 2001);
        await using var roomy = TestClient.Create(server.Address, null, options => options.MaxResponseBytes = 2002);

        for (var i = 0; i < 3; i++)
        {
            var exception = await Assert.ThrowsAsync<OptimoveTransportException>(() => client.ListAttributesAsync());
            Assert.Contains("2,001", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, server.Requests.Count);
        Assert.Empty(await roomy.ListAttributesAsync());
    }

    [Fact]
    public async Task List_GzipThatIsNone_IsATransportError()
    {
        using var server = new ScriptedServer(Reply.Raw(200, "no gzip at all"u8.ToArray(), "Content-Encoding: gzip"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        await Assert.ThrowsAsync<OptimoveTransportException>(() => client.ListAttributesAsync());
    }

    [Fact]
    public async Task List_DeeplyNested_IsAnApiError()
    {
        using var server = new ScriptedServer(Reply.Ok("[{\"x\":" + new string('[', 5000) + new string(']', 5000) + "}]"));
        await using var client = TestClient.Create(server.Address);

        await Assert.ThrowsAsync<OptimoveApiException>(() => client.ListAttributesAsync());
    }

    [Fact]
    public async Task Error_ThatEchoesTheRequest_ShowsNothingOfIt()
    {
        using var server = new ScriptedServer(Reply.Status(
            400,
            """{"requestId":"r-1","message":"customer 0192837821 (0192837821), value Pl\u00e4tinum for a%2Fb of key test-key-7f3a at https://example.com/cb?secret=1"}"""));
        await using var client = TestClient.Create(server.Address);

        var exception = await Assert.ThrowsAsync<OptimoveApiException>(
            () => client.UpdateAttributesAsync([new CustomerUpdate("0192837821") { ["TIER"] = "Plätinum", ["B"] = "a/b" }]));

        Assert.Equal("r-1", exception.RequestId);
        Assert.Equal("""{"requestId":"r-1","message":"customer *** (***), value *** for *** of key *** at https://example.com/cb?secret=1"}""", exception.BodyExcerpt);
        Assert.DoesNotContain("0192837821", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("tinum", exception.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(TestClient.ApiKey, exception.ToString(), StringComparison.Ordinal);
    }
}
