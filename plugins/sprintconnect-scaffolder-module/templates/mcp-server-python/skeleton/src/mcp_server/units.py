"""An example of a tool: converting units. Replace it by your own."""

from typing import Annotated, Literal, NamedTuple

from fastmcp.exceptions import ToolError
from pydantic import BaseModel, Field

Unit = Literal["m", "km", "ft", "mi", "kg", "lb", "°C", "°F", "K"]


class Scale(NamedTuple):
    """How much a unit is: `value * factor + offset` in the first unit of its quantity."""

    quantity: str
    factor: float
    offset: float = 0


SCALES: dict[Unit, Scale] = {
    "m": Scale("length", 1),
    "km": Scale("length", 1000),
    "ft": Scale("length", 0.3048),
    "mi": Scale("length", 1609.344),
    "kg": Scale("mass", 1),
    "lb": Scale("mass", 0.45359237),
    "K": Scale("temperature", 1),
    "°C": Scale("temperature", 1, 273.15),
    "°F": Scale("temperature", 5 / 9, 459.67 * 5 / 9),
}


class Conversion(BaseModel):
    value: Annotated[float, Field(description="The value in the unit that was asked for")]
    unit: Annotated[Unit, Field(description="The unit that was asked for")]


def convert_units(
    # Bounds, so that no result is too large for a number in JSON.
    value: Annotated[float, Field(description="The value to convert", ge=-1e15, le=1e15)],
    from_unit: Annotated[Unit, Field(description="The unit of the value")],
    to_unit: Annotated[Unit, Field(description="The unit to convert it to")],
) -> Conversion:
    """Converts a length, a mass or a temperature from one unit to another."""
    source, target = SCALES[from_unit], SCALES[to_unit]
    if source.quantity != target.quantity:
        raise ToolError(
            f"{from_unit} is a unit of {source.quantity} and {to_unit} one of {target.quantity}: "
            "choose two units of the same quantity."
        )
    converted = (value * source.factor + source.offset - target.offset) / target.factor
    # Twelve digits, so that 100 °C are 212 °F and not 211.99999999999994.
    return Conversion(value=float(f"{converted:.12g}"), unit=to_unit)
