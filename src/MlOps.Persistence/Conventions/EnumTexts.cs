using MlOps.Domain;

namespace MlOps.Persistence.Conventions;

/// <summary>Reads and writes the members of enumerations. Compiled models call it.</summary>
public static class EnumTexts
{
    /// <exception cref="InvalidValueException">The enumeration has no such member.</exception>
    public static string WriteSnakeCase<TEnum>(TEnum value)
        where TEnum : struct, Enum => EnumTable<TEnum>.SnakeCase.ToText(value);

    /// <inheritdoc cref="WriteSnakeCase"/>
    public static TEnum ReadSnakeCase<TEnum>(string text)
        where TEnum : struct, Enum => EnumTable<TEnum>.SnakeCase.ToValue(text);

    /// <inheritdoc cref="WriteSnakeCase"/>
    public static string WriteName<TEnum>(TEnum value)
        where TEnum : struct, Enum => EnumTable<TEnum>.Names.ToText(value);

    /// <inheritdoc cref="WriteSnakeCase"/>
    public static TEnum ReadName<TEnum>(string text)
        where TEnum : struct, Enum => EnumTable<TEnum>.Names.ToValue(text);
}
