using System.Globalization;
using Parquet.Schema;

namespace MlOps.Parquet.Columns;

/// <summary>The formats of the types that a file has.</summary>
internal static class ScalarFormats
{
    public static readonly ScalarFormat<Guid> Uuid = new(
        name => new DataField(name, typeof(Guid), isNullable: true),
        (reader, ordinal) => reader.GetGuid(ordinal),
        value => $"{value}",
        value => $"{value}",
        value => $"{value}",
        (left, right) => left.CompareTo(right));

    public static readonly ScalarFormat<bool> Boolean = new(
        name => new DataField(name, typeof(bool), isNullable: true),
        (reader, ordinal) => reader.GetBoolean(ordinal),
        ShowBoolean,
        ShowBoolean,
        ShowBoolean,
        (left, right) => left.CompareTo(right));

    public static readonly ScalarFormat<int> Integer = new(
        name => new DataField(name, typeof(int), isNullable: true),
        (reader, ordinal) => reader.GetInt32(ordinal),
        value => value.ToString(CultureInfo.InvariantCulture),
        value => value.ToString(CultureInfo.InvariantCulture),
        value => value.ToString(CultureInfo.InvariantCulture),
        (left, right) => left.CompareTo(right));

    public static readonly ScalarFormat<long> Long = new(
        name => new DataField(name, typeof(long), isNullable: true),
        (reader, ordinal) => reader.GetInt64(ordinal),
        value => value.ToString(CultureInfo.InvariantCulture),
        value => value.ToString(CultureInfo.InvariantCulture),
        value => value.ToString(CultureInfo.InvariantCulture),
        (left, right) => left.CompareTo(right));

    public static readonly ScalarFormat<float> Real = new(
        name => new DataField(name, typeof(float), isNullable: true),
        (reader, ordinal) => reader.GetFloat(ordinal),
        value => float.IsNaN(value) ? "NaN" : BitConverter.SingleToInt32Bits(value).ToString(CultureInfo.InvariantCulture),
        value => value.ToString("R", CultureInfo.InvariantCulture),
        value => (value + 0).ToString("R", CultureInfo.InvariantCulture),
        (left, right) => float.IsNaN(left) || float.IsNaN(right) ? float.IsNaN(left).CompareTo(float.IsNaN(right)) : left.CompareTo(right));

    /// <summary>The same numbers for a column of double precision, where 0.1 would be another one.</summary>
    public static readonly ScalarFormat<float> WideReal = Real with { Literal = value => LiteralOf(value) };

    public static readonly ScalarFormat<double> Double = new(
        name => new DataField(name, typeof(double), isNullable: true),
        (reader, ordinal) => reader.GetDouble(ordinal),
        BitsOf,
        LiteralOf,
        value => (value + 0).ToString("R", CultureInfo.InvariantCulture),
        (left, right) =>
            double.IsNaN(left) || double.IsNaN(right) ? double.IsNaN(left).CompareTo(double.IsNaN(right)) : left.CompareTo(right));

    public static readonly ScalarFormat<DateTime> Timestamp = new(
        name => new DateTimeDataField(
            name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true),
        (reader, ordinal) => reader.GetDateTime(ordinal),
        value => ((value - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        ShowTime,
        ShowTime,
        (left, right) => left.CompareTo(right));

    /// <summary>The bits of a number as an integer. Each NaN is the same.</summary>
    public static string BitsOf(double value) =>
        double.IsNaN(value) ? "NaN" : BitConverter.DoubleToInt64Bits(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as PostgreSQL reads it, with all its digits.</summary>
    public static string LiteralOf(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The time of a canonical text, as the manifest has it.</summary>
    public static string ShowTime(string microseconds) =>
        ShowTime(DateTime.UnixEpoch.AddTicks(long.Parse(microseconds, CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond));

    /// <summary>A number that PostgreSQL wrote, as the manifest has it.</summary>
    public static string ShowNumber(string number, bool isReal) => isReal
        ? float.Parse(number, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
        : double.Parse(number, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);

    private static string ShowTime(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string ShowBoolean(bool value) => value ? "true" : "false";
}
