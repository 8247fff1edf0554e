//! Functions of mathematics that zig has and the C sources beside it lack.
const std = @import("std");
const math = std.math;

export fn asin(x: f64) f64 {
    return math.asin(x);
}
export fn acos(x: f64) f64 {
    return math.acos(x);
}
export fn atan(x: f64) f64 {
    return math.atan(x);
}
export fn cosh(x: f64) f64 {
    return math.cosh(x);
}
export fn tanh(x: f64) f64 {
    return math.tanh(x);
}
export fn cbrt(x: f64) f64 {
    return math.cbrt(x);
}
export fn log1p(x: f64) f64 {
    return math.log1p(x);
}
export fn hypot(x: f64, y: f64) f64 {
    return math.hypot(x, y);
}
export fn pg_zig_sin(x: f64) f64 {
    return @sin(x);
}
export fn pg_zig_cos(x: f64) f64 {
    return @cos(x);
}
export fn pg_zig_tan(x: f64) f64 {
    return @tan(x);
}
export fn pg_zig_exp(x: f64) f64 {
    return @exp(x);
}
export fn pg_zig_log(x: f64) f64 {
    return @log(x);
}
export fn pg_zig_log2(x: f64) f64 {
    return @log2(x);
}
export fn pg_zig_log10(x: f64) f64 {
    return @log10(x);
}
export fn pg_zig_exp2(x: f64) f64 {
    return @exp2(x);
}
