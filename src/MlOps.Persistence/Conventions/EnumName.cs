using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MlOps.Persistence.Conventions;

/// <summary>Writes a member of an enumeration by its name in C# (Production as Production).</summary>
public sealed class EnumName<TEnum>() : ValueConverter<TEnum, string>(
    value => EnumTexts.WriteName(value), text => EnumTexts.ReadName<TEnum>(text))
    where TEnum : struct, Enum;
