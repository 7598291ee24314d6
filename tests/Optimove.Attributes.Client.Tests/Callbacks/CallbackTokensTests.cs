namespace Optimove.Attributes.Client.Tests.Callbacks;

public sealed class CallbackTokensTests : IDisposable
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly ReceiverSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Token_AsItWasMade_IsTakenAndIsOnePathSegment()
    {
        var token = _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes);

        Assert.Matches("^[A-Za-z0-9_-]{80}$", token);
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(token));
    }

    [Fact]
    public async Task Token_AnyOneCharacterChanged_IsRefused()
    {
        var token = _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes);
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var letter in Letters.Where(letter => letter != token[at]))
            {
                var forged = token[..at] + letter + token[(at + 1)..];
                Assert.True(await _setup.ReceiveAsync(forged) == CallbackResult.UnknownToken, $"character {at} as {letter}");
            }
        }
    }

    [Fact]
    public async Task Token_OfAnotherLengthOrAlphabet_IsRefused()
    {
        var token = _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes);
        string?[] forged =
        [
            null, string.Empty, " ", "..", token[..^1], token + "A", token + "=", token + " ", " " + token[1..], token[..^4], token + token, token[..^1] + "\u0000",
            token[..^1] + "é", token[..^1] + "+", token[..^2] + "==", new string('A', 80), new string('A', 1_000_000),
        ];

        foreach (var text in forged)
        {
            Assert.Equal(CallbackResult.UnknownToken, await _setup.ReceiveAsync(text));
        }
    }

    [Fact]
    public async Task Token_OfAnotherTenantOrSecret_IsRefused()
    {
        using var otherTenant = new ReceiverSetup(tenant: "brand-b");
        using var otherSecret = new ReceiverSetup(secret: ReceiverSetup.Second);

        Assert.Equal(CallbackResult.UnknownToken, await _setup.ReceiveAsync(otherTenant.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes)));
        Assert.Equal(CallbackResult.UnknownToken, await _setup.ReceiveAsync(otherSecret.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes)));
    }

    [Fact]
    public async Task Token_OfAnotherInstance_IsTaken()
    {
        using var other = new ReceiverSetup();

        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(other.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes)));
    }

    [Fact]
    public async Task Token_ADayAndADeadlineOld_HasExpired()
    {
        var token = _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes);

        _setup.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(token));
        _setup.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(CallbackResult.UnknownToken, await _setup.ReceiveAsync(token));
    }

    [Fact]
    public async Task Secrets_RotatedWithoutARestart_OldAndNewVerifyAndARemovedOneStops()
    {
        var old = _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes);

        _setup.SetSecrets(ReceiverSetup.Second, ReceiverSetup.First);
        var fresh = _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes);
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(old));
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(fresh));

        _setup.SetSecrets(ReceiverSetup.Second);

        Assert.Equal(CallbackResult.UnknownToken, await _setup.ReceiveAsync(old));
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(fresh));
    }

    [Fact]
    public async Task Token_OfAnAdd_DoesNotSettleAnUpdate()
    {
        var add = _setup.Receiver.CreateTestToken(CallbackOperation.AddAttribute);
        var update = _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes);

        Assert.Equal(CallbackResult.UnreadableBody, await _setup.ReceiveAsync(add, """{"isSuccess":true,"requestId":"1"}"""));
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(add, """{"attributeName":"X","isSuccess":true}"""));
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(update, """{"isSuccess":true,"requestId":"1"}"""));
    }

    [Fact]
    public void Tokens_OfManyCalls_AreAllDifferent()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes)).ToHashSet();

        Assert.Equal(1000, tokens.Count);
    }
}
