using System.Globalization;

namespace Optimove.Attributes.Console;

/// <summary>Works out the narrowest type that holds every cell of a column as it is written.</summary>
/// <remarks>
/// <para>A cell counts as a number only where the number, written back, is the cell: <c>00123</c>, <c>+5</c>, <c>-0</c>, <c>1e5</c> and <c>.5</c> are text.</para>
/// <para><c>INT</c>, else <c>BIGINT</c>, else <c>DECIMAL(19,4)</c> (at most 15 digits before the point and 4 after it), else <c>DATE</c> (every
/// cell <c>yyyy-MM-dd</c>), else <c>NVARCHAR(n)</c>: the longest cell and a quarter more, rounded up to a full ten; the headroom stops at 4,000.</para>
/// </remarks>
internal sealed class ColumnTypeGuess
{
    private const int HeadroomStopsAt = 4000;
    private const int MaxIntegerDigits = 15;
    private const int MaxFractionDigits = 4;

    private bool _isEmpty = true;
    private bool _isInt = true;
    private bool _isBigInt = true;
    private bool _isDecimal = true;
    private bool _isDate = true;
    private int _longest;

    /// <summary>The type; <see langword="null"/> where there was no cell.</summary>
    public AttributeType? Type =>
        _isEmpty ? null
        : _isInt ? AttributeType.Int
        : _isBigInt ? AttributeType.BigInt
        : _isDecimal ? AttributeType.Decimal
        : _isDate ? AttributeType.Date
        : AttributeType.NVarChar(WithHeadroom(_longest));

    public void Observe(ReadOnlySpan<char> cell)
    {
        _isEmpty = false;
        _longest = Math.Max(_longest, cell.Length);
        if (_isBigInt || _isDecimal)
        {
            ObserveNumber(cell);
        }

        _isDate = _isDate && DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    private static int WithHeadroom(int longest)
    {
        var roomy = (longest + ((longest + 3) / 4) + 9) / 10 * 10;
        return Math.Max(longest, Math.Min(roomy, HeadroomStopsAt));
    }

    private void ObserveNumber(ReadOnlySpan<char> cell)
    {
        var unsigned = cell.StartsWith("-") ? cell[1..] : cell;
        var point = unsigned.IndexOf('.');
        var whole = point < 0 ? unsigned : unsigned[..point];
        var fraction = point < 0 ? [] : unsigned[(point + 1)..];
        var isNumber = IsDigits(whole)
            && (whole.Length == 1 || whole[0] != '0')
            && (point < 0 || IsDigits(fraction))
            && !(cell.Length > unsigned.Length && unsigned.IndexOfAnyExcept('0', '.') < 0);
        _isInt = _isInt && isNumber && point < 0 && int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        _isBigInt = _isBigInt && isNumber && point < 0 && long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        _isDecimal = _isDecimal && isNumber && whole.Length <= MaxIntegerDigits && fraction.Length <= MaxFractionDigits;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
