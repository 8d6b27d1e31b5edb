using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MlOps.Persistence.Conventions;

/// <summary>Writes a member of an enumeration as text in snake_case (AtRisk as at_risk).</summary>
public sealed class EnumText<TEnum>() : ValueConverter<TEnum, string>(
    value => EnumTexts.WriteSnakeCase(value), text => EnumTexts.ReadSnakeCase<TEnum>(text))
    where TEnum : struct, Enum;
