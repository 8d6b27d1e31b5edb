namespace MlOps.Domain.Governance;

/// <summary>The aspect of quality that a rule checks.</summary>
public enum DataQualityKind
{
    Completeness,
    Range,
    Freshness,
    Uniqueness,
    Referential,
    Unified,
}
