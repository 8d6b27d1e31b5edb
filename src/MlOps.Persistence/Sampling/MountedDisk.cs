using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps.Persistence.Sampling;

/// <summary>The disks among what Linux has mounted.</summary>
internal static partial class MountedDisk
{
    // An image that nothing can be written to is always full.
    private static readonly string[] Images = ["squashfs", "iso9660", "udf"];

    // The first disk of a container, and those of a pool, are no devices.
    private static readonly string[] WithoutDevice = ["overlay", "zfs"];

    /// <summary>
    /// Reads a line of /proc/mounts. Returns the device, if there is one, and where it is mounted. Null if it is no disk of this machine.
    /// </summary>
    public static (string? Device, string Place)? Find(string line) => line.Split(' ') is [var device, var place, var type, ..]
        && (device.StartsWith("/dev/", StringComparison.Ordinal) ? !Images.Contains(type) : WithoutDevice.Contains(type))
            ? (WithoutDevice.Contains(type) ? null : device, Escapes().Replace(
                place, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture)))
            : null;

    // A space is \040.
    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Escapes();
}
