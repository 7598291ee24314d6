using Microsoft.Extensions.DependencyInjection;

namespace Optimove.Attributes.Client.Tests.Callbacks;

public sealed class CallbackReceiverTests : IDisposable
{
    private const string Success = """{"isSuccess":true,"requestId":"r"}""";

    private readonly List<AttributeOutcome> _handed = [];
    private readonly ReceiverSetup _setup;

    public CallbackReceiverTests() =>
        _setup = new ReceiverSetup(configure: services => services.AddSingleton(_handed).AddScoped<IOptimoveCallbackHandler, Handler>());

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Receive_Repeat_IsHandedOverAgainUnderTheSameId()
    {
        var token = _setup.Receiver.CreateTestToken(CallbackOperation.UpdateAttributes);

        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(token, Success));
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(token, """{"isSuccess":false}"""));

        Assert.Equal([true, false], _handed.Select(static outcome => outcome.IsSuccess));
        Assert.Single(_handed.Select(static outcome => outcome.CallId).Distinct());
    }

    [Fact]
    public async Task Receive_ForACallThatWaits_SettlesItOnce()
    {
        var (token, callId) = Token(CallbackOperation.UpdateAttributes);
        using var call = _setup.Tracker.Begin(callId, realFieldName: null);

        await _setup.ReceiveAsync(token, """{"isSuccess":false,"errors":[{"error":"3","customerId":"a","realFieldName":"X"}]}""");
        await _setup.ReceiveAsync(token, Success);

        var outcome = Assert.IsType<UpdateAttributesOutcome>(await call.WaitAsync(TimeSpan.FromMinutes(1), _setup.Clock, default));
        Assert.False(outcome.IsSuccess);
        Assert.False(_setup.Tracker.TryComplete(callId, _handed[1]));
    }

    [Fact]
    public async Task Receive_ForAnotherAttributeThanTheOneThatWaits_IsRefused()
    {
        var (token, callId) = Token(CallbackOperation.AddAttribute);
        using var call = _setup.Tracker.Begin(callId, "TIER");

        Assert.Equal(CallbackResult.UnreadableBody, await _setup.ReceiveAsync(token, """{"attributeName":"SCORE","isSuccess":true}"""));
        Assert.Empty(_handed);
        Assert.Equal(CallbackResult.TakenOver, await _setup.ReceiveAsync(token, """{"attributeName":"tier","isSuccess":true}"""));

        Assert.True((await call.WaitAsync(TimeSpan.FromMinutes(1), _setup.Clock, default))!.IsSuccess);
    }

    [Fact]
    public async Task TryComplete_FromAnotherInstance_EndsTheWait()
    {
        var (token, callId) = Token(CallbackOperation.UpdateAttributes);
        using var waiting = new ReceiverSetup();
        using var call = waiting.Tracker.Begin(callId, realFieldName: null);

        await _setup.ReceiveAsync(token, Success);
        Assert.Equal(callId, Assert.Single(_handed).CallId);
        Assert.True(waiting.Tracker.TryComplete(callId, _handed[0]));

        Assert.Same(_handed[0], await call.WaitAsync(TimeSpan.FromMinutes(1), waiting.Clock, default));
    }

    [Fact]
    public void TryComplete_WhatIsNotTheCalls_IsRefused()
    {
        using var call = _setup.Tracker.Begin("id", "TIER");
        var update = new UpdateAttributesOutcome { CallId = "id", IsSuccess = true };

        Assert.False(_setup.Tracker.TryComplete("id", update));
        Assert.False(_setup.Tracker.TryComplete("other", update));
        Assert.Equal(1, _setup.Tracker.OutstandingCount);
        Assert.Throws<ArgumentNullException>(() => _setup.Tracker.TryComplete(null!, update));
        Assert.Throws<ArgumentNullException>(() => _setup.Tracker.TryComplete("id", null!));
    }

    [Fact]
    public async Task Wait_UntilTheDeadline_EndsWithoutAnOutcome()
    {
        using var call = _setup.Tracker.Begin("id", realFieldName: null);
        var wait = call.WaitAsync(TimeSpan.FromMinutes(2), _setup.Clock, default);

        _setup.Clock.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromTicks(1));
        Assert.False(wait.IsCompleted);
        _setup.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Null(await wait);
    }

    [Fact]
    public async Task Receive_EndlessBodyWithoutAGenuineToken_IsNotRead()
    {
        await using var body = new EndlessStream();

        Assert.Equal(CallbackResult.UnknownToken, await _setup.Receiver.ReceiveAsync("forged", body));
        Assert.Equal(0, body.BytesRead);
    }

    [Fact]
    public async Task Receive_EndlessBody_IsReadToTheCapAlone()
    {
        await using var body = new EndlessStream();

        Assert.Equal(CallbackResult.BodyTooLarge, await _setup.Receiver.ReceiveAsync(Token(CallbackOperation.UpdateAttributes).Token, body));
        Assert.InRange(body.BytesRead, 4 * 1024 * 1024, (4 * 1024 * 1024) + (64 * 1024));
        Assert.Empty(_handed);
    }

    [Fact]
    public async Task Receive_HandlerOfTheReceiver_GoesBeforeTheContainers()
    {
        var own = new List<AttributeOutcome>();
        _setup.Receiver.Handler = new Handler(own);

        await _setup.ReceiveAsync(Token(CallbackOperation.UpdateAttributes).Token, Success);

        Assert.Single(own);
        Assert.Empty(_handed);
    }

    [Fact]
    public async Task Receive_Cancelled_EndsAsThat()
    {
        await using var body = new EndlessStream();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _setup.Receiver.ReceiveAsync(Token(CallbackOperation.UpdateAttributes).Token, body, new CancellationToken(canceled: true)));
    }

    private (string Token, string CallId) Token(CallbackOperation operation)
    {
        // The id is the third to the twentieth byte, so the characters behind those of the first two bytes and one of the id.
        var token = _setup.Receiver.CreateTestToken(operation);
        var bytes = Convert.FromBase64String(token.Replace('-', '+').Replace('_', '/'));
        return (token, Convert.ToBase64String(bytes, 2, 18).Replace('+', '-').Replace('/', '_'));
    }

    private sealed class Handler(List<AttributeOutcome> handed) : IOptimoveCallbackHandler
    {
        public Task OnAttributeAddedAsync(AddAttributeOutcome outcome, CancellationToken cancellationToken)
        {
            handed.Add(outcome);
            return Task.CompletedTask;
        }

        public Task OnAttributesUpdatedAsync(UpdateAttributesOutcome outcome, CancellationToken cancellationToken)
        {
            handed.Add(outcome);
            return Task.CompletedTask;
        }
    }

    private sealed class EndlessStream : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Span.Fill((byte)' ');
            BytesRead += buffer.Length;
            return new(buffer.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
