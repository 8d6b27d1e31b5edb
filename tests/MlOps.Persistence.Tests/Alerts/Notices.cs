using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>A notice that tests send.</summary>
internal static class Notices
{
    public static readonly AlertNotice One = new(
        new Guid("0195a000-0000-7000-8000-00000000000a"), AlertNoticeKind.Fired, new Guid("0195a000-0000-7000-8000-00000000000b"),
        new Guid("0195a000-0000-7000-8000-00000000000c"), "many errors", "error_rate", "oracle", AlertLevel.Critical, 0.25, 0.2,
        Sample.Noon.AddMinutes(-2), Sample.Noon, null, $"Naïve \"quotes\", 'ticks' & {Sample.Hostile}", "Roll back.");
}
