using System.Globalization;
using System.Text.Json;
using MlOps.Domain;
using Npgsql;

namespace MlOps.Import.Source;

/// <summary>
/// The current row of a reader, by our names for its columns. Where the source has no value, Find... returns null and Get...
/// refuses the row.
/// </summary>
internal sealed class SourceRow(SourcePlan plan, NpgsqlDataReader reader)
{
    private const int MaxShownLength = 200;

    /// <summary>The number of characters that were read so far, of all rows.</summary>
    public long Characters { get; private set; }

    /// <summary>Whether the table has the column, with or without a value in this row.</summary>
    public bool HasColumn(string name) => plan.Find(name) is not null;

    /// <summary>Whether a document of the row takes the values that have no column here.</summary>
    public bool HasExtraDocument => plan.Shape.HasExtraColumns;

    /// <summary>Whether one of the columns that are not known has one of these names.</summary>
    public bool HasExtraColumn(IEnumerable<string> names) => plan.HasExtraColumns && plan.OtherColumns.Intersect(names).Any();

    /// <summary>Whether it may have been written since an earlier import. A query of such rows alone does not say so.</summary>
    public bool IsChanged => reader.GetName(reader.FieldCount - 1) != SourceQuery.ChangedColumn || reader.GetBoolean(reader.FieldCount - 1);

    public bool HasValue(string name) => plan.FindOrdinal(name) is { } ordinal && !reader.IsDBNull(ordinal);

    /// <summary>Whether each value of the column is JSON, even where another value is looked for.</summary>
    public bool IsJson(string name) => plan.Find(name) is { IsJson: true } or { Type: "json" or "jsonb" };

    /// <summary>Whether both values come from one column of the source.</summary>
    public bool IsSame(string name, string other) =>
        HasValue(name) && HasValue(other)
        && plan.Find(name)!.SourceNames.Intersect(plan.Find(other)!.SourceNames).Any()
        && GetText(name) == GetText(other);

    public string GetSourceName(string name) => plan.Find(name)!.SourceName;

    public string? FindText(string name)
    {
        if (!HasValue(name))
            return null;

        var text = reader.GetString(plan.FindOrdinal(name)!.Value);
        Characters += text.Length;
        return text;
    }

    public string GetText(string name) => FindText(name) ?? throw Missing(name);

    public double? FindNumber(string name) => FindText(name) is { } text
        ? SourceText.ParseNumber(text) ?? throw Refuse(name, "must be a number")
        : null;

    public double GetNumber(string name) => FindNumber(name) ?? throw Missing(name);

    /// <summary>A number with all its digits.</summary>
    public decimal? FindDecimal(string name) => FindText(name) is not { } text
        ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse(name, "must be a number");

    public long? FindLong(string name) => FindNumber(name) is not { } number
        ? null
        : Math.Abs(number) <= long.MaxValue / 1024 && Math.Floor(number) == number
            ? (long)number
            : throw Refuse(name, "must be a whole number");

    public int? FindInteger(string name) => FindLong(name) is not { } number
        ? null
        : number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw Refuse(name, $"must be at most {int.MaxValue}");

    public int GetInteger(string name) => FindInteger(name) ?? throw Missing(name);

    public bool? FindFlag(string name) => FindText(name) is { } text
        ? SourceText.ParseFlag(text) ?? throw Refuse(name, "must be true or false")
        : null;

    public DateTimeOffset? FindTime(string name)
    {
        if (FindText(name) is not { } text)
            return null;

        var isTime = plan.Find(name)!.IsTime;
        return SourceText.ParseTime(text) is { } time
            ? time >= DateTimeOffset.UnixEpoch ? time : throw Refuse(name, "must be between 1970 and 9998")
            : throw Refuse(name, isTime ? "must be between 1970 and 9998" : "must be a time");
    }

    public DateTimeOffset GetTime(string name) => FindTime(name) ?? throw Missing(name);

    /// <summary>A duration, of an interval or of a number in any unit.</summary>
    public TimeSpan? FindSpan(string name, long ticksPerUnit = TimeSpan.TicksPerSecond) => FindNumber(name) is not { } units
        ? null
        : Math.Abs(units * ticksPerUnit) < TimeSpan.MaxValue.Ticks
            ? TimeSpan.FromTicks((long)Math.Round(units * ticksPerUnit))
            : throw Refuse(name, $"must be shorter than {TimeSpan.MaxValue}");

    /// <summary>A document. Text that is not JSON becomes a JSON string.</summary>
    public Json? FindJson(string name)
    {
        if (FindText(name) is not { } text)
            return null;

        // PostgreSQL allows deeper documents than we do, and larger numbers.
        var isJson = plan.Find(name)!.IsJson || text.AsSpan().TrimStart() is ['{' or '[', ..];
        return isJson ? Json.Parse(text, name) : Json.From(text, name);
    }

    public Json GetJson(string name) => FindJson(name) ?? throw Missing(name);

    public byte[]? FindBytes(string name) => FindText(name) is { } text ? Convert.FromHexString(text.AsSpan(2)) : null;

    /// <summary>A member of an enumeration, by its name or by another name.</summary>
    public TEnum? FindChoice<TEnum>(string name, params (string Text, TEnum Value)[] others)
        where TEnum : struct, Enum => FindText(name) is { } text
        ? SourceText.ParseChoice(text, others)
            ?? throw Refuse(name, $"must be one of {string.Join(", ", Enum.GetNames<TEnum>())}")
        : null;

    public TEnum GetChoice<TEnum>(string name, params (string Text, TEnum Value)[] others)
        where TEnum : struct, Enum => FindChoice(name, others) ?? throw Missing(name);

    /// <summary>The columns that are not known, as a JSON object.</summary>
    public string ReadExtraColumns() => plan.HasExtraColumns ? reader.GetString(plan.Columns.Count) : "{}";

    /// <summary>All values of the row except one, to compare it with another row.</summary>
    public string ReadContent(string except) => JsonSerializer.Serialize(
        plan.Columns.Select(found => found.Column.Name).Where(name => name != except).Select(FindText)
            .Append(ReadExtraColumns()));

    /// <summary>The value as the source has it; a long one is cut.</summary>
    public string? Show(string name) => FindText(name) is { Length: > MaxShownLength } text
        ? $"{text[..MaxShownLength]}…"
        : FindText(name);

    public InvalidValueException Refuse(string name, string rule) =>
        new(name, $"{rule}; it was {(Show(name) is { } value ? $"'{value}'" : "null")}");

    private InvalidValueException Missing(string name) => Refuse(name, "must be given");
}
