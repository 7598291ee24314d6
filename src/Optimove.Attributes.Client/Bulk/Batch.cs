using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>What one call holds.</summary>
internal sealed class Batch
{
    public Batch(BatchRow[] rows)
    {
        Rows = rows;
        foreach (var row in rows)
        {
            ValueCount += row.ValueCount;
            InputCount += row.InputCount;
        }
    }

    public BatchRow[] Rows { get; }

    /// <summary>How many values leave.</summary>
    public int ValueCount { get; }

    /// <summary>How many values of the input they stand for.</summary>
    public int InputCount { get; }

    /// <summary>The calls that were made for it and for the larger batches that it is a half of, each counted with one of the halves.</summary>
    public int Calls { get; set; }

    public IUpdateCall? Call { get; private set; }

    /// <summary>Whether a larger batch that it is a half of may have arrived.</summary>
    public bool MayHaveArrivedBefore { get; init; }

    public bool MayHaveArrived => MayHaveArrivedBefore || Call is { MayHaveArrived: true };

    /// <summary>The halves of the batch that was refused; <see langword="null"/> for one that was not.</summary>
    public Halving? Halving { get; set; }

    /// <summary>The status with which the server refused its last call; <see langword="null"/> where it did not.</summary>
    public HttpStatusCode? RefusedWith { get; set; }

    /// <summary>How often it, or a larger batch that it is a half of, failed without an answer although another call was taken meanwhile: then it is not the server that is down.</summary>
    public int OwnFailures { get; set; }

    /// <summary>How many calls had been taken when it failed last.</summary>
    public long TakenAtFailure { get; set; } = -1;

    /// <summary>Sends it, with the same call as before where it failed.</summary>
    public Task SendAsync(IUpdateChannel client, CancellationToken cancellationToken)
    {
        Call ??= Begin(client);
        return Call.SendAsync(cancellationToken);
    }

    /// <summary>Lets go of the values, once they are answered.</summary>
    public void Forget()
    {
        for (var i = 0; i < Rows.Length; i++)
        {
            Rows[i] = Rows[i].Forget();
        }
    }

    public (Batch First, Batch Second) Split()
    {
        var middle = (Rows.Length + 1) / 2;
        return (Half(Rows[..middle], Calls), Half(Rows[middle..], 0));
    }

    private Batch Half(BatchRow[] half, int calls) => new(half)
    {
        Calls = calls,
        Halving = Halving,
        MayHaveArrivedBefore = MayHaveArrived,
        OwnFailures = OwnFailures,
        TakenAtFailure = TakenAtFailure,
    };

    private IUpdateCall Begin(IUpdateChannel client)
    {
        var names = new NameCollector();
        foreach (var row in Rows)
        {
            var attributes = row.Update!.Freeze();
            names.Begin(attributes);
            for (var i = 0; i < attributes.Length; i++)
            {
                names.TakeIn(i);
            }
        }

        return client.Begin(Array.ConvertAll(Rows, static row => row.Update!), ValueCount, names.Names);
    }
}
