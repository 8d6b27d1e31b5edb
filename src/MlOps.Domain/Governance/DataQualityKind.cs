namespace MlOps.Domain.Governance;

/// <summary>What a rule looks at.</summary>
public enum DataQualityKind
{
    Completeness,
    Range,
    Freshness,
    Uniqueness,
    Referential,
    Unified,
}
