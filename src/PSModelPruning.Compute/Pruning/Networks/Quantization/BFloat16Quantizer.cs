using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>bfloat16, the upper half of float32: 8 significant bits and the range of float32.</summary>
internal sealed class BFloat16Quantizer : HalfQuantizer
{
    internal override string Name => "BFloat16";

    internal override string Description => "All parameters in bfloat16: the range of float32 with 8 significant bits";

    private protected override HalfEncoding Encoding { get; } = new(true);

    internal override float Nearest(float number)
    {
        uint bits = BitConverter.SingleToUInt32Bits(number);
        // Half of the last place that stays, minus one where that place is even: ties go to the even number, and a carry moves into the
        // exponent.
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }
}
