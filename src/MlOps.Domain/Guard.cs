using System.Globalization;

namespace MlOps.Domain;

/// <summary>
/// The rules that values share. Each returns the value to store, or throws <see cref="InvalidValueException"/>, which
/// names the property and the value. The overloads for nullable values return null for null.
/// </summary>
public static class Guard
{
    /// <summary>Text that is present: not blank, not too long, and storable by PostgreSQL.</summary>
    public static string Text(string? value, string property, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new InvalidValueException(property, $"must not be empty; it was {Show(value)}");

        return RequireStorable(value, property, maxLength);
    }

    /// <summary>Text that may be missing. Blank text is allowed and stays as it is.</summary>
    public static string? OptionalText(string? value, string property, int maxLength) =>
        value is null ? null : RequireStorable(value, property, maxLength);

    /// <summary>A number that is neither NaN nor infinite.</summary>
    public static double Finite(double value, string property) =>
        double.IsFinite(value)
            ? value
            : throw new InvalidValueException(property, $"must be a finite number; it was {Show(value)}");

    public static double? Finite(double? value, string property) => value is { } given ? Finite(given, property) : null;

    /// <summary>A number from <paramref name="from"/> to <paramref name="to"/>, both included, and not NaN.</summary>
    public static double Between(double value, double from, double to, string property) =>
        value >= from && value <= to
            ? value
            : throw new InvalidValueException(
                property, $"must be from {Show(from)} to {Show(to)}; it was {Show(value)}");

    public static double? Between(double? value, double from, double to, string property) =>
        value is { } given ? Between(given, from, to, property) : null;

    /// <inheritdoc cref="Between(double, double, double, string)"/>
    public static int Between(int value, int from, int to, string property) =>
        value >= from && value <= to
            ? value
            : throw new InvalidValueException(property, $"must be from {from} to {to}; it was {value}");

    public static int? Between(int? value, int from, int to, string property) =>
        value is { } given ? Between(given, from, to, property) : null;

    /// <summary>A finite number that is not below another.</summary>
    public static double AtLeast(double value, double least, string property) =>
        value >= least && double.IsFinite(value)
            ? value
            : throw new InvalidValueException(
                property, $"must be a finite number, {Show(least)} or more; it was {Show(value)}");

    /// <summary>A whole number that is not below another.</summary>
    public static int AtLeast(int value, int least, string property) =>
        value >= least ? value : throw new InvalidValueException(property, $"must be {least} or more; it was {value}");

    /// <summary>A finite number above zero.</summary>
    public static double Positive(double value, string property) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new InvalidValueException(property, $"must be a finite number above zero; it was {Show(value)}");

    public static double? Positive(double? value, string property) =>
        value is { } given ? Positive(given, property) : null;

    /// <summary>A finite number that is zero or more.</summary>
    public static double NotNegative(double value, string property) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new InvalidValueException(property, $"must be a finite number, zero or more; it was {Show(value)}");

    public static double? NotNegative(double? value, string property) =>
        value is { } given ? NotNegative(given, property) : null;

    /// <summary>A count that is zero or more.</summary>
    public static long NotNegative(long value, string property) =>
        value >= 0 ? value : throw new InvalidValueException(property, $"must be zero or more; it was {value}");

    public static long? NotNegative(long? value, string property) =>
        value is { } given ? NotNegative(given, property) : null;

    /// <inheritdoc cref="NotNegative(long, string)"/>
    public static int NotNegative(int value, string property) => (int)NotNegative((long)value, property);

    public static int? NotNegative(int? value, string property) =>
        value is { } given ? NotNegative(given, property) : null;

    /// <summary>A duration that is zero or more, cut to the microsecond.</summary>
    public static TimeSpan NotNegative(TimeSpan value, string property) =>
        value >= TimeSpan.Zero
            ? new TimeSpan(value.Ticks - (value.Ticks % TimeSpan.TicksPerMicrosecond))
            : throw new InvalidValueException(property, $"must be zero or more; it was {value}");

    public static TimeSpan? NotNegative(TimeSpan? value, string property) =>
        value is { } given ? NotNegative(given, property) : null;

    /// <summary>
    /// A time from 1970 (where UUIDv7 starts) to 9998, in UTC and cut to the microsecond, as PostgreSQL stores it: the
    /// value that is read equals the value that was written.
    /// </summary>
    public static DateTimeOffset Time(DateTimeOffset value, string property)
    {
        if (value < DateTimeOffset.UnixEpoch || value.UtcDateTime.Year > 9998)
            throw new InvalidValueException(
                property,
                string.Create(CultureInfo.InvariantCulture, $"must be between 1970 and 9998; it was {value:O}"));

        var ticks = value.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    public static DateTimeOffset? Time(DateTimeOffset? value, string property) =>
        value is { } given ? Time(given, property) : null;

    /// <summary>A member that the enumeration declares.</summary>
    public static TEnum Declared<TEnum>(TEnum value, string property)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new InvalidValueException(
                property, $"must be one of {string.Join(", ", Enum.GetNames<TEnum>())}; it was {value}");

    public static TEnum? Declared<TEnum>(TEnum? value, string property)
        where TEnum : struct, Enum =>
        value is { } given ? Declared(given, property) : null;

    /// <summary>An id that is not the empty one.</summary>
    public static Guid Identifier(Guid value, string property) =>
        value != Guid.Empty ? value : throw new InvalidValueException(property, "must not be the empty id");

    public static Guid? Identifier(Guid? value, string property) =>
        value is { } given ? Identifier(given, property) : null;

    /// <summary>A reference that is present.</summary>
    public static T Given<T>(T? value, string property)
        where T : class =>
        value ?? throw new InvalidValueException(property, "must be given; it was null");

    internal static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string RequireStorable(string value, string property, int maxLength)
    {
        if (value.Length > maxLength)
            throw new InvalidValueException(
                property, $"must have at most {maxLength} characters; it has {value.Length}: {Show(value)}");

        if (UnstorableCharacter.FindFault(value) is { } fault)
            throw new InvalidValueException(property, $"{fault}: {Show(value)}");

        return value;
    }

    private static string Show(string? value) => UnstorableCharacter.Quote(value);
}
