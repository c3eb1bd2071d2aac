using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Templates.Time;

/// <summary>Names and quoting of Go's <c>time</c> package.</summary>
internal static class TimeText
{
    public static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    public static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <summary>The package quotes on its own: bytes beyond ASCII and control characters as \xhh.</summary>
    public static string Quote(string text)
    {
        var to = new StringBuilder("\"");
        foreach (byte b in GoString.ToBytes(text))
        {
            if (b is >= 0x80 or < 0x20)
                to.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture));
            else if (b is (byte)'"' or (byte)'\\')
                to.Append('\\').Append((char)b);
            else
                to.Append((char)b);
        }
        return to.Append('"').ToString();
    }
}
