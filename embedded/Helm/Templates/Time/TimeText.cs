namespace Coder.Infra.Helm.Templates.Time;

/// <summary>Names of Go's <c>time</c> package.</summary>
internal static class TimeText
{
    public static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    public static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
}
