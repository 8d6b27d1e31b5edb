namespace MlOps.Domain.Telemetry;

/// <summary>What may run out.</summary>
public enum ResourceKind
{
    Cpu,
    Memory,
    Disk,
    Network,
    Table,
}
