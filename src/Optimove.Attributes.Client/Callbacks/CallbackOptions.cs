namespace Optimove.Attributes.Client;

/// <summary>How the vendor's later outcomes come back: it POSTs them, up to a minute after a call, to an address of yours.</summary>
public sealed class CallbackOptions
{
    /// <summary>
    /// The address under which the vendor reaches your <see cref="CallbackReceiver"/>, such as <c>https://crm.example.com/optimove/callbacks</c>; none by
    /// default, and then no callbacks are asked for. Absolute, https (http for loopback alone). Each call adds a path segment: its token.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>
    /// What tokens are signed with: secrets of at least 32 characters, kept out of source code; required with <see cref="PublicAddress"/>. The first one signs, any
    /// of them verifies. Read for each use: to rotate, put the new one first, and take the old one out a day and a <see cref="Deadline"/> later.
    /// </summary>
    public IList<string> Secrets { get; set; } = [];

    /// <summary>How long the calls that wait for an outcome wait, counted from the answer, above zero and at most a day; 2 minutes by default. The vendor documents up to one.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest body that is read, in bytes, from 1,024; 4 MiB by default: room for every value of the largest call.</summary>
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Whether a value that an outcome with errors does not list was applied; it is taken so by default (assumed, the vendor does not say). If not, such
    /// a value ends as <see cref="DeliveryState.Unconfirmed"/>.
    /// </summary>
    public bool UnlistedMeansApplied { get; set; } = true;

    /// <summary>
    /// Whether calls that wait look at the deadline what is really there; they do not by default. An Add reads the catalog; an Update of at most ten customers reads
    /// each of them and compares by type. What is there is confirmed; what is not stays <see cref="DeliveryState.Unconfirmed"/>, since it may still come.
    /// </summary>
    public bool LooksAtDeadline { get; set; }

    internal CallbackOptions Copy() => (CallbackOptions)MemberwiseClone();
}
