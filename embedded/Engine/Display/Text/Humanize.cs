using System.Globalization;

namespace Coder.Infra.Engine.Display.Text;

/// <summary>Times for people.</summary>
internal static class Humanize
{
    private static readonly (double Seconds, string Unit)[] Units =
        [(31_536_000, "year"), (2_592_000, "month"), (604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

    /// <summary><c>2 seconds ago</c>, <c>1 day ago</c>, <c>now</c>.</summary>
    public static string Ago(TimeSpan age)
    {
        foreach (var (seconds, unit) in Units)
        {
            var count = (long)(age.TotalSeconds / seconds);
            if (count > 0)
                return $"{count.ToString(CultureInfo.InvariantCulture)} {unit}{(count == 1 ? "" : "s")} ago";
        }

        return "now";
    }
}
