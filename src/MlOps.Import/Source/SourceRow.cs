using System.Globalization;
using System.Text.Json;
using MlOps.Domain;
using Npgsql;

namespace MlOps.Import.Source;

/// <summary>The row of the source at which a reader stands, by our names for its values.</summary>
internal class SourceRow(TablePlan plan, NpgsqlDataReader reader)
{
    private const int MaxShown = 200;

    // PostgreSQL counts microseconds from here.
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Yes = ["true", "t", "yes", "y", "1", "on"];
    private static readonly string[] No = ["false", "f", "no", "n", "0", "off"];

    protected TablePlan Plan => plan;

    /// <summary>How much text was read, of this row and those before.</summary>
    public long Characters { get; private set; }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether the source has a column for it, of whatever value.</summary>
    public bool Knows(string name) => plan.Column(name) is not null;

    public string? Text(string name) => Find(name) is { } column ? Read(column) : null;

    public double? Number(string name) => Find(name) is not { } column
        ? null
        : column.Sql.Type != "text" && column.Sql.Type != "character varying"
            ? reader.GetDouble(column.Ordinal)
            : double.TryParse(reader.GetString(column.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw Fault(name, "must be a number");

    public double NeededNumber(string name) => Number(name) ?? throw Missing(name);

    public long? Count(string name) => Number(name) is not { } value
        ? null
        : Math.Abs(value) <= long.MaxValue / 1024 && Math.Floor(value) == value ? (long)value : throw Fault(name, "must be a whole number");

    public int? SmallCount(string name) => Count(name) is not { } value
        ? null
        : value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Fault(name, $"must be at most {int.MaxValue}");

    public bool? Flag(string name)
    {
        if (Find(name) is not { } column)
            return null;

        if (column.Sql.Type == "boolean")
            return reader.GetBoolean(column.Ordinal);

        var text = reader.GetString(column.Ordinal).ToLowerInvariant();
        return Yes.Contains(text) ? true : No.Contains(text) ? false : throw Fault(name, "must be true or false");
    }

    public DateTimeOffset? Time(string name)
    {
        if (Find(name) is not { } column)
            return null;

        if (column.Sql.Type is SourceSql.Timestamp or SourceSql.TimestampTz)
        {
            // As a number, since .NET has no infinite times, nor years before Christ.
            return At(reader.GetFieldValue<long>(column.Ordinal)) is { } at && at >= DateTimeOffset.UnixEpoch
                ? at
                : throw Fault(name, "must lie between 1970 and 9998");
        }

        return DateTimeOffset.TryParse(
            reader.GetString(column.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw Fault(name, "must be a time");
    }

    public DateTimeOffset NeededTime(string name) => Time(name) ?? throw Missing(name);

    public TimeSpan? Span(string name) => Find(name) is not { } column
        ? null
        : reader.GetDouble(column.Ordinal) is var seconds && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Fault(name, $"must be shorter than {TimeSpan.MaxValue}");

    /// <summary>A document; text that is none becomes a document that holds it.</summary>
    public Json? Json(string name)
    {
        if (Find(name) is not { } column)
            return null;

        // What jsonb holds there may be too deep here, or have numbers that are too large.
        var text = Read(column);
        if (column.Sql.Type is "jsonb" or "json" || text.AsSpan().TrimStart() is ['{' or '[', ..])
            return Domain.Json.Parse(text, name);

        return Domain.Json.From(text, name);
    }

    public byte[]? Bytes(string name) => Find(name) is { } column ? reader.GetFieldValue<byte[]>(column.Ordinal) : null;

    /// <summary>A member of an enumeration, however it is written.</summary>
    public TEnum? Choice<TEnum>(string name, params (string Text, TEnum Value)[] others)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;

        var plain = Plain(text);
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (Plain(value.ToString()) == plain)
                return value;
        }

        var other = Array.FindIndex(others, pair => Plain(pair.Text) == plain);
        return other >= 0 ? others[other].Value : throw Fault(name, $"must be one of {string.Join(", ", Enum.GetNames<TEnum>())}");

        static string Plain(string text) => text.Trim().Replace("_", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    /// <summary>What identifies the row there, or another row, as text.</summary>
    public string? Key(string name) => Find(name) is not { } column
        ? null
        : column.Sql.Type == "uuid" ? reader.GetGuid(column.Ordinal).ToString("D") : reader.GetString(column.Ordinal);

    public InvalidValueException Fault(string name, string rule) =>
        new(name, $"{rule}; it was {(Shown(name) is { } shown ? $"'{shown}'" : "null")}");

    public InvalidValueException Missing(string name) => Fault(name, "must be given");

    /// <summary>What the source has, to show it, and not all of it if it is long.</summary>
    public string? Shown(string name) => Raw(name) is { Length: > MaxShown } raw ? $"{raw[..MaxShown]}…" : Raw(name);

    /// <summary>All that was read of the row, but for an id of its own, to compare it with another one of the same key.</summary>
    protected string Content() => JsonSerializer.Serialize(plan.ColumnNames.Where(name => name != "id").Select(Raw).Append(Rest()));

    /// <summary>The columns that have no place here, as an object of JSON.</summary>
    protected string Rest() => plan.HasBag ? reader.GetString(plan.BagOrdinal) : "{}";

    private string? Raw(string name)
    {
        if (Find(name) is not { } column)
            return null;

        return column.Sql.Type is SourceSql.Timestamp or SourceSql.TimestampTz
            ? ShowTime(reader.GetFieldValue<long>(column.Ordinal))
            : reader.GetValue(column.Ordinal) is var value && value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    private static string ShowTime(long microseconds) => microseconds switch
    {
        long.MaxValue => "infinity",
        long.MinValue => "-infinity",
        _ => At(microseconds)?.ToString("O", CultureInfo.InvariantCulture) ?? $"{microseconds} microseconds from 2000",
    };

    private static DateTimeOffset? At(long microseconds) =>
        microseconds >= (DateTimeOffset.MinValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond
        && microseconds <= (DateTimeOffset.MaxValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond
            ? Epoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;

    private string Read(PlannedColumn column)
    {
        var text = reader.GetString(column.Ordinal);
        Characters += text.Length;
        return text;
    }

    private PlannedColumn? Find(string name) =>
        plan.Column(name) is { } column && !reader.IsDBNull(column.Ordinal) ? column : null;
}
