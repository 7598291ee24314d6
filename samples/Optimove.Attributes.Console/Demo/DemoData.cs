using System.Globalization;
using System.Text;

namespace Optimove.Attributes.Console;

/// <summary>A customer file as a telephone company would export it; the same on every run.</summary>
internal static class DemoData
{
    public const string IdColumn = "CUSTOMER_ID";
    public const int Customers = 2500;

    private const string Header = $"{IdColumn},SENIOR,PARTNER,TENURE_MONTHS,INTERNET_SERVICE,ONLINE_SECURITY,TECH_SUPPORT,STREAMING_TV,CONTRACT,PAYMENT_METHOD,MONTHLY_CHARGES,TOTAL_CHARGES,LAST_BILL_DATE";

    private static readonly string[] YesNo = ["Yes", "No"];
    private static readonly string[] Services = ["DSL", "Fiber optic", "No"];
    private static readonly string[] Contracts = ["Month-to-month", "One year", "Two year"];
    private static readonly string[] Payments = ["Electronic check", "Mailed check", "Bank transfer (automatic)", "Credit card (automatic)"];

    public static Stream CreateCsv()
    {
        // A fixed seed: this is to be the same story every time, not a secret.
#pragma warning disable CA5394
        var random = new Random(7043);
        var csv = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < Customers; i++)
        {
            var tenure = random.Next(0, 73);
            var monthly = random.Next(1825, 11876) / 100m;
            var lastBill = new DateOnly(2026, 1, 1).AddDays(random.Next(0, 28));
            string[] cells =
            [
                string.Create(CultureInfo.InvariantCulture, $"{random.Next(1000, 10000)}-{i:D5}"),
                random.Next(6) == 0 ? "1" : "0",
                Pick(YesNo),
                tenure.ToString(CultureInfo.InvariantCulture),
                Pick(Services),
                Pick(YesNo),
                Pick(YesNo),
                Pick(YesNo),
                Pick(Contracts),
                Pick(Payments),
                monthly.ToString(CultureInfo.InvariantCulture),

                // Who came this month was never billed.
                tenure == 0 ? string.Empty : (tenure * monthly).ToString(CultureInfo.InvariantCulture),
                tenure == 0 ? string.Empty : lastBill.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ];
            csv.AppendJoin(',', cells).Append('\n');
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));

        string Pick(string[] texts) => texts[random.Next(texts.Length)];
#pragma warning restore CA5394
    }
}
