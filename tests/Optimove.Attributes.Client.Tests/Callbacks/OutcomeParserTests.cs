using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Optimove.Attributes.Client.Tests.Callbacks;

public sealed class OutcomeParserTests
{
    [Theory]
    [InlineData("""{"attributeName":"X","isSuccess":true}""", true, null, null)]
    [InlineData("""{"attributeName":"X","isSuccess":false,"errorId":"2","errorMsg":"Attribute was not added, ..."}""", false, "2", "Attribute was not added, ...")]
    [InlineData("""{"ATTRIBUTENAME":"X","issuccess":false,"errorID":4}""", false, "4", null)]
    [InlineData("""{"attributeName":"X","errorId":"9"}""", false, "9", null)]
    [InlineData("""{"attributeName":"X","isSuccess":"False","errorId":null}""", false, null, null)]
    [InlineData("""{"attributeName":"X","isSuccess":true,"errorId":"","errorMsg":null,"more":{"a":[1]}}""", true, null, null)]
    public void ReadAdd_WhatAnOutcomeMayLookLike_IsRead(string body, bool isSuccess, string? error, string? message)
    {
        var outcome = OutcomeParser.ReadAdd(Bytes(body), "id")!;

        Assert.Equal(("id", "X", isSuccess, error, message), (outcome.CallId, outcome.RealFieldName, outcome.IsSuccess, outcome.Error?.ToString(), outcome.Message));
    }

    [Theory]
    [InlineData("""{"isSuccess":true,"requestId":"0386932e-1"}""", true, "0386932e-1", "")]
    [InlineData("""{"isSuccess":false,"errors":[{"error":"INVALID_VALUE","customerId":"1289049","realFieldName":"X"}],"requestId":"77e3"}""", false, "77e3", "INVALID_VALUE 1289049 X")]
    [InlineData("""{"IsSuccess":false,"Errors":[{"Error":3,"CustomerID":7,"RealFieldName":"X"},{"error":"invalid_field","customerId":"8"}]}""", false, null, "INVALID_VALUE 7 X|invalid_field 8 -")]
    [InlineData("""{"errors":[{"error":"SOMETHING_NEW","customerId":"8","realFieldName":" "}],"requestId":12}""", false, "12", "SOMETHING_NEW 8 -")]
    [InlineData("""{"isSuccess":false,"errors":["GENERAL",4,null,{}]}""", false, null, "GENERAL - -|UPDATE_FIELD_TEMPORARY_UNAVAILABLE - -| - -| - -")]
    [InlineData("""{"isSuccess":false,"errors":null}""", false, null, "")]
    public void ReadUpdate_WhatAnOutcomeMayLookLike_IsRead(string body, bool isSuccess, string? requestId, string errors)
    {
        var outcome = OutcomeParser.ReadUpdate(Bytes(body), "id")!;

        Assert.Equal(("id", isSuccess, requestId), (outcome.CallId, outcome.IsSuccess, outcome.RequestId));
        Assert.Equal(errors, string.Join('|', outcome.Errors.Select(error => $"{error.Error} {error.CustomerId ?? "-"} {error.RealFieldName ?? "-"}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"isSuccess\"")]
    [InlineData("{}")]
    [InlineData("""{"requestId":"1"}""")]
    [InlineData("""{"isSuccess":"perhaps"}""")]
    [InlineData("""{"isSuccess":1}""")]
    [InlineData("""{"isSuccess":true} {"isSuccess":true}""")]
    [InlineData("""{"isSuccess":true""")]
    [InlineData("""{"isSuccess":true,"requestId":"\ud800"}""")]
    [InlineData("""{"isSuccess":true,"errors":[],"errors":"\ud800","requestId":"\ud800"}""")]
    public void Read_WhatIsNoOutcome_IsNull(string body)
    {
        Assert.Null(OutcomeParser.ReadUpdate(Bytes(body), "id"));
        Assert.Null(OutcomeParser.ReadAdd(Bytes(body), "id"));
    }

    [Fact]
    public void Read_DeepNestingAndInvalidUtf8_IsNull()
    {
        Assert.Null(OutcomeParser.ReadUpdate(Bytes("{\"isSuccess\":true,\"x\":" + new string('[', 100_000)), "id"));
        Assert.Null(OutcomeParser.ReadUpdate(new ReadOnlySequence<byte>([.. "{\"isSuccess\":true,\"requestId\":\""u8, 0xC3, 0x28, .. "\"}"u8]), "id"));
    }

    [Fact]
    public void Read_SeededMutations_NeverThrow()
    {
        var random = new Random(4);
        byte[][] valid =
        [
            """{"attributeName":"X","isSuccess":false,"errorId":"2","errorMsg":"Attribute was not added, ..."}"""u8.ToArray(),
            """{"isSuccess":false,"errors":[{"error":"INVALID_VALUE","customerId":"1289049","realFieldName":"X"}],"requestId":"77e3"}"""u8.ToArray(),
        ];
        var read = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var body = valid[random.Next(2)].ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                body[random.Next(body.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:\\0tfn"[random.Next(12)];
            }

            var sequence = new ReadOnlySequence<byte>(body, 0, random.Next(4) == 0 ? random.Next(body.Length) : body.Length);
            read += OutcomeParser.ReadAdd(sequence, "id") is null ? 0 : 1;
            read += OutcomeParser.ReadUpdate(sequence, "id") is null ? 0 : 1;
        }

        Assert.InRange(read, 1000, 99_000);
    }

    [Fact]
    public void Outcomes_WrittenAsJsonAndReadAgain_AreTheSame()
    {
        var update = OutcomeParser.ReadUpdate(Bytes("""{"isSuccess":false,"errors":[{"error":"3","customerId":"7","realFieldName":"X"}],"requestId":"r"}"""), "id")!;
        var add = OutcomeParser.ReadAdd(Bytes("""{"attributeName":"X","isSuccess":false,"errorId":2,"errorMsg":"m"}"""), "id")!;

        Assert.Equal(
            """{"RequestId":"r","Errors":[{"Error":"INVALID_VALUE","CustomerId":"7","RealFieldName":"X"}],"CallId":"id","IsSuccess":false}""",
            JsonSerializer.Serialize(JsonSerializer.Deserialize<UpdateAttributesOutcome>(JsonSerializer.Serialize(update))));
        Assert.Equal(
            """{"RealFieldName":"X","Error":"2","Message":"m","CallId":"id","IsSuccess":false}""",
            JsonSerializer.Serialize(JsonSerializer.Deserialize<AddAttributeOutcome>(JsonSerializer.Serialize(add))));
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
