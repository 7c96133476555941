using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>IEEE 754 binary16: 11 significant bits, 6·10⁻⁸ to 65,504.</summary>
internal sealed class Float16Quantizer : HalfQuantizer
{
    internal override string Name => "Float16";

    internal override string Description => "All parameters in IEEE half precision (16 bits)";

    private protected override HalfEncoding Encoding { get; } = new(false);

    internal override float Nearest(float number) => (float)(Half)number;
}
