namespace Optimove.Attributes.Console;

/// <summary>Says where the values are, and what went wrong.</summary>
internal static class DeliverySummary
{
    public static void Write(OutputChannel output, Delivery delivery)
    {
        var counts = delivery.Counts;
        var table = new DataTable("State", "Values", "Meaning");
        Row("confirmed", counts.Confirmed, "the server applied it");
        Row("accepted", counts.Accepted, "the server took it; single values may still be refused up to a minute later");
        Row("rejected", counts.Rejected, "the server said no");
        Row("unconfirmed", counts.Unconfirmed, "there was no answer, so it may be on the server; sending it again does no harm");
        Row("not sent", counts.NotSent, "it is not on the server");
        table.WriteTo(output.Human);
        output.Line($"{Words.Count(counts.Total, "value")} in {Words.Count(delivery.Calls, "call")}.");
        foreach (var failure in delivery.Failures)
        {
            output.Error(failure);
        }

        void Row(string state, long values, string meaning)
        {
            if (values > 0)
            {
                table.Row(state, Words.Invariant($"{values:N0}"), meaning);
            }
        }
    }
}
