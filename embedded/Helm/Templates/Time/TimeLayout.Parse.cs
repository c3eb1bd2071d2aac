
namespace Coder.Infra.Helm.Templates.Time;

/// <summary>Reading times.</summary>
internal static partial class TimeLayout
{
    /// <summary>Go's <c>time.Parse</c>, with UTC as the local zone.</summary>
    /// <exception cref="FunctionException">With Go's message.</exception>
    public static GoTime Parse(string layout, string value) => new Reader(layout, value).Read();

    private sealed class Reader(string layout, string whole)
    {
        private readonly string _whole = whole;
        private string _value = whole;
        private int _year, _month = -1, _day = -1, _yearDay = -1, _hour, _minute, _second, _nanosecond;
        private bool _am, _pm, _utc;
        private int _offset = -1;
        private string _zoneName = "";
        private string _outOfRange = "";

        public GoTime Read()
        {
            for (int from = 0; ;)
            {
                var element = Next(layout, from, out int at, out int length);
                string prefix = layout[from..at];
                if (!SkipPrefix(prefix))
                    throw CannotParse(prefix, _value);
                if (element == TimeElement.None)
                {
                    if (_value.Length > 0)
                        throw Failure(": extra text: " + GoDurationText.Quote(_value));
                    break;
                }
                from = at + length;
                string hold = _value;
                bool ok = Take(element, length, from);
                if (_outOfRange.Length > 0)
                    throw Failure($": {_outOfRange} out of range");
                if (!ok)
                    throw CannotParse(layout[at..from], hold);
            }
            return Assemble();
        }

        private FunctionException CannotParse(string element, string value) => new(
            $"parsing time {GoDurationText.Quote(_whole)} as {GoDurationText.Quote(layout)}: cannot parse {GoDurationText.Quote(value)} as {GoDurationText.Quote(element)}");

        private FunctionException Failure(string message) => new($"parsing time {GoDurationText.Quote(_whole)}{message}");

        private bool SkipPrefix(string prefix)
        {
            while (prefix.Length > 0)
            {
                if (prefix[0] == ' ')
                {
                    if (_value.Length > 0 && _value[0] != ' ')
                        return false;
                    prefix = prefix.TrimStart(' ');
                    _value = _value.TrimStart(' ');
                    continue;
                }
                if (_value.Length == 0 || _value[0] != prefix[0])
                    return false;
                prefix = prefix[1..];
                _value = _value[1..];
            }
            return true;
        }

        private bool Take(TimeElement element, int length, int after)
        {
            switch (element)
            {
                case TimeElement.Year:
                    if (!Digits(2, out _year))
                        return false;
                    _year += _year >= 69 ? 1900 : 2000;
                    return true;
                case TimeElement.LongYear: return Digits(4, out _year);
                case TimeElement.Month: return Name(TimeText.Months, 3, out _month);
                case TimeElement.LongMonth: return Name(TimeText.Months, 0, out _month);
                case TimeElement.NumMonth or TimeElement.ZeroMonth:
                    return Number(element == TimeElement.ZeroMonth, out _month) && Range("month", _month is > 0 and <= 12);
                case TimeElement.Weekday: return Name(TimeText.Days, 3, out _);
                case TimeElement.LongWeekday: return Name(TimeText.Days, 0, out _);
                case TimeElement.Day or TimeElement.UnderDay or TimeElement.ZeroDay:
                    SkipSpaces(element == TimeElement.UnderDay ? 1 : 0);
                    return Number(element == TimeElement.ZeroDay, out _day);
                case TimeElement.UnderYearDay or TimeElement.ZeroYearDay:
                    SkipSpaces(element == TimeElement.UnderYearDay ? 2 : 0);
                    return Number3(element == TimeElement.ZeroYearDay, out _yearDay);
                case TimeElement.Hour: return Number(false, out _hour) && Range("hour", _hour < 24);
                case TimeElement.Hour12 or TimeElement.ZeroHour12:
                    return Number(element == TimeElement.ZeroHour12, out _hour) && Range("hour", _hour <= 12);
                case TimeElement.Minute or TimeElement.ZeroMinute:
                    return Number(element == TimeElement.ZeroMinute, out _minute) && Range("minute", _minute < 60);
                case TimeElement.Second or TimeElement.ZeroSecond:
                    return Number(element == TimeElement.ZeroSecond, out _second) && Range("second", _second < 60) && UnaskedFraction(after);
                case TimeElement.UpperPm: return Half("AM", "PM");
                case TimeElement.LowerPm: return Half("am", "pm");
                case TimeElement.ZoneName: return ZoneName();
                case TimeElement.Fraction0: return _value.Length >= length && Nanoseconds(length);
                case TimeElement.Fraction9: return _value.Length < 2 || _value[0] is not ('.' or ',') || !char.IsAsciiDigit(_value[1]) || Nanoseconds(FractionLength());
                default: return Offset(element);
            }
        }

        private bool Range(string what, bool inside)
        {
            if (!inside)
                _outOfRange = what;
            return true;
        }

        private bool IsDigit(int at) => at < _value.Length && char.IsAsciiDigit(_value[at]);

        private void SkipSpaces(int count)
        {
            for (; count > 0 && _value.StartsWith(' '); count--)
                _value = _value[1..];
        }

        private bool Digits(int count, out int number)
        {
            number = 0;
            if (_value.Length < count)
                return false;
            string digits = _value[..count];
            _value = _value[count..];
            return digits.All(char.IsAsciiDigit) && int.TryParse(digits, out number);
        }

        private bool Number(bool twoDigits, out int number)
        {
            number = 0;
            if (!IsDigit(0) || (twoDigits && !IsDigit(1)))
                return false;
            int count = IsDigit(1) ? 2 : 1;
            number = int.Parse(_value.AsSpan(0, count), System.Globalization.CultureInfo.InvariantCulture);
            _value = _value[count..];
            return true;
        }

        private bool Number3(bool threeDigits, out int number)
        {
            int count = 0;
            number = 0;
            for (; count < 3 && IsDigit(count); count++)
                number = number * 10 + (_value[count] - '0');
            if (count == 0 || (threeDigits && count != 3))
                return false;
            _value = _value[count..];
            return true;
        }

        private bool Name(string[] names, int length, out int number)
        {
            for (int i = 0; i < names.Length; i++)
            {
                string name = length > 0 ? names[i][..length] : names[i];
                if (!_value.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                    continue;
                _value = _value[name.Length..];
                number = i + 1;
                return true;
            }
            number = -1;
            return false;
        }

        private bool Half(string am, string pm)
        {
            if (_value.Length < 2)
                return false;
            string half = _value[..2];
            _value = _value[2..];
            _am |= half == am;
            _pm |= half == pm;
            return half == am || half == pm;
        }

        private int FractionLength()
        {
            int length = 1;
            while (IsDigit(length))
                length++;
            return length;
        }

        /// <summary>A fraction after the seconds is taken also where the layout has none.</summary>
        private bool UnaskedFraction(int after)
        {
            if (_outOfRange.Length > 0 || _value.Length < 2 || _value[0] is not ('.' or ',') || !IsDigit(1))
                return true;
            return Next(layout, after, out _, out _) is TimeElement.Fraction0 or TimeElement.Fraction9 || Nanoseconds(FractionLength());
        }

        private bool Nanoseconds(int length)
        {
            string digits = _value[1..length];
            bool ok = _value[0] is '.' or ',' && digits.All(char.IsAsciiDigit);
            if (ok)
                _nanosecond = int.Parse(digits[..Math.Min(digits.Length, 9)].PadRight(9, '0'), System.Globalization.CultureInfo.InvariantCulture);
            _value = _value[length..];
            return ok;
        }

        private bool Offset(TimeElement element)
        {
            if (IsIso(element) && _value.StartsWith('Z'))
            {
                _value = _value[1..];
                _utc = true;
                return true;
            }
            string pattern = element switch
            {
                TimeElement.IsoColonZone or TimeElement.NumColonZone => "+hh:mm",
                TimeElement.IsoShortZone or TimeElement.NumShortZone => "+hh",
                TimeElement.IsoColonSecondsZone or TimeElement.NumColonSecondsZone => "+hh:mm:ss",
                TimeElement.IsoSecondsZone or TimeElement.NumSecondsZone => "+hhmmss",
                _ => "+hhmm",
            };
            if (_value.Length < pattern.Length)
                return false;
            int hours = 0, minutes = 0, seconds = 0;
            for (int i = 1; i < pattern.Length; i++)
            {
                char c = _value[i];
                if (pattern[i] == ':' ? c != ':' : !char.IsAsciiDigit(c))
                    return false;
                int digit = c - '0';
                switch (pattern[i])
                {
                    case 'h': hours = hours * 10 + digit; break;
                    case 'm': minutes = minutes * 10 + digit; break;
                    case 's': seconds = seconds * 10 + digit; break;
                }
            }
            Range("time zone offset hour", hours <= 24);
            Range("time zone offset minute", minutes <= 60);
            Range("time zone offset second", seconds <= 60);
            _offset = (hours * 60 + minutes) * 60 + seconds;
            char sign = _value[0];
            if (sign == '-')
                _offset = -_offset;
            _value = _value[pattern.Length..];
            return sign is '+' or '-';
        }

        private bool ZoneName()
        {
            if (_value.StartsWith("UTC", StringComparison.Ordinal))
            {
                _utc = true;
                _value = _value[3..];
                return true;
            }
            int length = ZoneNameLength();
            if (length == 0)
                return false;
            _zoneName = _value[..length];
            _value = _value[length..];
            return true;
        }

        private int ZoneNameLength()
        {
            if (_value.Length < 3)
                return 0;
            if (_value.StartsWith("ChST", StringComparison.Ordinal) || _value.StartsWith("MeST", StringComparison.Ordinal))
                return 4;
            if (_value.StartsWith("GMT", StringComparison.Ordinal))
                return 3 + SignedOffset(3);
            if (_value[0] is '+' or '-')
                return SignedOffset(0);
            int upper = 0;
            while (upper < 6 && upper < _value.Length && char.IsAsciiLetterUpper(_value[upper]))
                upper++;
            return upper switch
            {
                3 => 3,
                4 when _value[3] == 'T' || _value.StartsWith("WITA", StringComparison.Ordinal) => 4,
                5 when _value[4] == 'T' => 5,
                _ => 0,
            };
        }

        private int SignedOffset(int at)
        {
            if (at >= _value.Length || _value[at] is not ('+' or '-'))
                return 0;
            int end = at + 1;
            while (IsDigit(end) && end - at < 10)
                end++;
            return end > at + 1 && long.Parse(_value.AsSpan(at + 1, end - at - 1), System.Globalization.CultureInfo.InvariantCulture) <= 23 ? end - at : 0;
        }

        private GoTime Assemble()
        {
            if (_pm && _hour < 12)
                _hour += 12;
            else if (_am && _hour == 12)
                _hour = 0;
            if (_yearDay >= 0)
                ApplyYearDay();
            _month = _month < 0 ? 1 : _month;
            _day = _day < 0 ? 1 : _day;
            if (_day < 1 || _day > Civil.DaysIn(_month, _year))
                throw Failure(": day out of range");
            var time = GoTime.At(_year, _month, _day, (_hour * 60 + _minute) * 60 + _second, _nanosecond, _utc ? GoZone.Utc : GoZone.Local);
            if (_utc)
                return time;
            if (_offset != -1)
            {
                var zone = _offset == 0 && _zoneName.Length == 0 ? GoZone.Local : GoZone.Fixed(_zoneName, _offset);
                return new GoTime(time.Unix - _offset, time.Nanosecond, zone);
            }
            if (_zoneName.Length == 0)
                return time;
            // An abbreviation says nothing of its offset; only GMT+3 does.
            int hours = _zoneName.Length > 3 && _zoneName.StartsWith("GMT", StringComparison.Ordinal)
                ? int.Parse(_zoneName.AsSpan(3), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture)
                : 0;
            return time.In(GoZone.Fixed(_zoneName, hours * 3600));
        }

        private void ApplyYearDay()
        {
            int days = Civil.IsLeap(_year) ? 366 : 365;
            if (_yearDay < 1 || _yearDay > days)
                throw Failure(": day-of-year out of range");
            var (_, month, day) = Civil.Date(Civil.Days(_year, 1, _yearDay));
            if (_month >= 0 && _month != month)
                throw Failure(": day-of-year does not match month");
            if (_day >= 0 && _day != day)
                throw Failure(": day-of-year does not match day");
            (_month, _day) = (month, day);
        }
    }
}
