using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Time;

/// <summary>A number that prints as a name: Go's <c>time.Month</c> and <c>time.Weekday</c>.</summary>
internal sealed record GoEnum(GoType Type, long Number) : IGoValue, IGoStringer, IGoMarshaler
{
    private static readonly GoType MonthType = new("time.Month", GoKind.Int) { IsNamed = true, MakeMethods = Methods };
    private static readonly GoType WeekdayType = new("time.Weekday", GoKind.Int) { IsNamed = true, MakeMethods = Methods };

    private static TemplateFunction[] Methods() => [Fn.Method<GoEnum, string>("String", self => self.GoText())];

    /// <summary>January is 1.</summary>
    public static GoEnum Month(int number) => new(MonthType, number);

    /// <summary>Sunday is 0.</summary>
    public static GoEnum Weekday(int number) => new(WeekdayType, number);

    public string GoText() => Type == MonthType ? TimeText.Months[Number - 1] : TimeText.Days[Number];

    public object? ToPlain() => Number;
}
